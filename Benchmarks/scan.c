/* Scans what `git cat-file --batch='%(objecttype) %(objectsize) %(rest)'` prints: the events of all
   blobs that are marked `yaml`, with libyaml and nothing else. Prints how many objects, bytes and
   events there were. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static long scan(const unsigned char *text, size_t size) {
  yaml_parser_t parser;
  yaml_event_t event;
  long events = 0;
  int last = 0;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, text, size);
  while (!last && yaml_parser_parse(&parser, &event)) {
    last = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    events++;
  }
  yaml_parser_delete(&parser);
  return events;
}

int main(void) {
  char header[128], type[16], mark[16];
  unsigned char *content = NULL;
  size_t room = 0, size;
  long objects = 0, bytes = 0, events = 0;
  while (fgets(header, sizeof header, stdin)) {
    if (sscanf(header, "%15s %zu %15s", type, &size, mark) != 3) return 1;
    if (size + 1 > room) content = realloc(content, room = 2 * (size + 1));
    if (!content || fread(content, 1, size + 1, stdin) != size + 1) return 1;
    if (!strcmp(mark, "yaml")) events += scan(content, size);
    objects++;
    bytes += size;
  }
  printf("%ld %ld %ld\n", objects, bytes, events);
  return 0;
}
