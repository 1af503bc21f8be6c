import Resources
import Simulation
import Values

extension PolicySet {
  func judgeByChangePolicies(
    _ plan: ChangePlan, _ context: PolicyContext, _ judgement: inout Judgement
  ) {
  }
}
