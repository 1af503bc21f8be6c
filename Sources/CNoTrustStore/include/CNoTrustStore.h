// Nothing to import: that the library is linked is all.
