import HuiqiJSON

/// Clauses read from JSON lines, in input order, with the line each stood on.
public struct ClauseReading: Sendable {
    /// Well-formed clauses; their expressions are not yet checked.
    public var clauses: [(line: Int, clause: Clause)] = []
    /// Refusals in order of line.
    public var findings: [Finding] = []
}

/// Reads clauses written as formats.md, section 2 says.
public struct ClauseReader: Sendable {
    /// The longest line taken, in bytes.
    public static let lineLimit = 4 << 20
    /// The most conditions of a clause.
    public static let conditionLimit = 1000
    private static let limits = JSONLimits(maxDepth: 8, maxBytes: lineLimit)

    public init() {}

    /// Reads JSON lines, one clause a line. A clause that is refused leaves no trace but its finding; of two
    /// equal ids in one batch the second is refused.
    public func read(_ bytes: [UInt8]) -> ClauseReading {
        var reading = readPart(bytes, Array(JSONLines(bytes))[...])
        var seen: Set<ExactText> = []
        var clauses: [(line: Int, clause: Clause)] = []
        clauses.reserveCapacity(reading.clauses.count)
        for (line, clause) in reading.clauses {
            if seen.insert(ExactText(clause.id)).inserted {
                clauses.append((line, clause))
            } else {
                reading.findings.append(ClauseReader.repeated(clause.id, line: line))
            }
        }
        reading.clauses = clauses
        reading.findings.sort { $0.line < $1.line }
        return reading
    }

    /// The refusal of the second of two equal ids in one batch.
    public static func repeated(_ id: String, line: Int) -> Finding {
        let message = Message(
            zh: "同一批中条款编号重复，本条未导入", en: "the clause id occurs twice in one batch; this one is refused")
        return Finding(.refusal, line: line, subject: id, field: "id", message)
    }

    /// Reads some lines of a batch; whether an id occurs twice is for whoever joins the parts.
    public func readPart(_ bytes: [UInt8], _ lines: ArraySlice<JSONLines.Element>) -> ClauseReading {
        var clauses: [(line: Int, clause: Clause)] = []
        let findings = readPart(bytes, lines) { clauses.append(($0, $1)) }
        return ClauseReading(clauses: clauses, findings: findings)
    }

    /// Reads some lines of a batch, handing over each clause with its line as soon as it is read.
    /// - Returns: Refusals in order of line.
    public func readPart(
        _ bytes: [UInt8], _ lines: ArraySlice<JSONLines.Element>, take: (Int, Clause) -> Void
    ) -> [Finding] {
        var findings: [Finding] = []
        for line in lines {
            do throws(Refusal) {
                take(line.line, try read(bytes, line.range))
            } catch {
                findings.append(
                    Finding(
                        .refusal, line: line.line, subject: error.id,
                        field: error.fault.path.isEmpty ? nil : error.fault.path,
                        condition: error.condition, offsetUTF8: error.fault.offsetUTF8, error.fault.message))
            }
        }
        return findings
    }

    /// Reads one clause, as for a draft.
    public func readOne(_ bytes: [UInt8]) throws(ClauseRefusal) -> Clause {
        do throws(Refusal) {
            return try read(bytes, bytes.afterByteOrderMark)
        } catch {
            throw ClauseRefusal(
                finding: Finding(
                    .refusal, subject: error.id, field: error.fault.path.isEmpty ? nil : error.fault.path,
                    condition: error.condition,
                    offsetUTF8: error.fault.offsetUTF8, error.fault.message))
        }
    }

    private struct Refusal: Error {
        var id: String?
        var condition: String?
        var fault: JSONFault
    }

    private func read(_ bytes: [UInt8], _ range: Range<Int>) throws(Refusal) -> Clause {
        var reader = FieldReader(bytes, in: range, limits: Self.limits)
        var draft = ClauseDraft()
        do throws(JSONFault) {
            try draft.read(&reader)
            return try draft.finish()
        } catch {
            throw Refusal(id: draft.id, condition: draft.currentCondition, fault: error)
        }
    }
}

/// A clause that was not taken.
public struct ClauseRefusal: Error, Sendable {
    /// Why and where.
    public let finding: Finding
    /// A refusal for a reason.
    public init(finding: Finding) { self.finding = finding }
}
