/// Tests of the suite that are known not to pass, each with a reason; one that passes fails the run.
enum SkipList {
    private static let ownFunctions =
        "declares a function of the host's own; the plain environment has variables of the host's and no functions"

    static let reasons: [String: String] = [
        "type_deduction/functions/function_result_type": ownFunctions,
        "type_deduction/type_parameters/multiple_parameters_generality": ownFunctions,
        "type_deduction/type_parameters/multiple_parameters_generality_2": ownFunctions,
        "type_deduction/type_parameters/multiple_parameters_parameterized_ovl": ownFunctions,
        "type_deduction/type_parameters/multiple_parameters_parameterized_ovl_2": ownFunctions,
    ]
}
