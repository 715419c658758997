import HuiqiMatch

extension ClauseCount {
    /// Counts as formats.md, section 5 says: a header, one row a clause, LF, RFC 4180 quoting, no BOM.
    public static func csv(_ counts: [ClauseCount]) -> [UInt8] {
        var out = Array("clause_id,eligible,ineligible,undetermined\n".utf8)
        for count in counts {
            out += quoted(count.clauseID)
            out += Array(",\(count.eligible),\(count.ineligible),\(count.undetermined)\n".utf8)
        }
        return out
    }

    private static func quoted(_ field: String) -> [UInt8] {
        let bytes = Array(field.utf8)
        guard bytes.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            return bytes
        }
        return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
    }
}
