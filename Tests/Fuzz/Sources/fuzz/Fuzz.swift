import CDriver
import Huiqi

/// `fuzz TARGET [libFuzzer options] [corpus]`: feeds mutated bytes to one entrance of the library.
@main
struct Fuzz {
    static func main() {
        let name = CommandLine.arguments.dropFirst().first ?? ""
        let test: (@convention(c) (UnsafePointer<UInt8>?, Int) -> Int32)?
        switch name {
        case "profiles": test = { Fuzz.profiles(Fuzz.bytes($0, $1)) }
        case "clauses": test = { Fuzz.clauses(Fuzz.bytes($0, $1)) }
        case "schema": test = { Fuzz.schema(Fuzz.bytes($0, $1)) }
        case "rule": test = { Fuzz.rule(Fuzz.bytes($0, $1)) }
        case "text": test = { Fuzz.text(Fuzz.bytes($0, $1)) }
        default:
            print("fuzz profiles|clauses|schema|rule|text [libFuzzer options] [corpus]")
            return
        }
        // The target's name is ours; libFuzzer gets the rest.
        var argv = CommandLine.unsafeArgv
        argv += 1
        _ = fuzz_run(CommandLine.argc - 1, argv, test)
    }

    private static func bytes(_ data: UnsafePointer<UInt8>?, _ size: Int) -> [UInt8] {
        guard let data, size > 0 else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: size))
    }

    private static let engine: Engine? = try? Engine()
    private static let day = Day(year: 2024, month: 6, day: 30) ?? Day(number: 0)
    private static let full = Array(
        """
        {"id":"p","name":"温州甲有限公司","scope":"食品销售","region":"330302","industry":"C3829","established":"2020-02-29",\
        "employees":30,"size":"小型","credit_grade":"A","dishonest":false,"revenue":{"2022":100,"2023":119},\
        "tags":["高新技术企业",null],"certificates":[{"name":"证","to":"2025-01-01"},{}],"penalties":[{"amount":1}]}
        """.utf8)

    /// Rows: taken or refused with a place inside the input; what is taken can be matched.
    private static func profiles(_ bytes: [UInt8]) -> Int32 {
        let reading = ProfileReader(schema: .contract).read(bytes, rows: 7)
        for finding in reading.findings { _ = finding.text(.zh) + finding.text(.en) }
        // Opening an engine costs more than reading, so most inputs are only read.
        guard bytes.count % 16 == 0, let engine = try? Engine(), let report = try? engine.putProfiles(bytes)
        else { return 0 }
        precondition(report.taken == reading.taken && report.refused == reading.refused)
        _ = try? engine.putClauses(
            Array(
                "{\"id\":\"c\",\"title\":\"t\",\"conditions\":[{\"expr\":\"dishonest || revenue[2023] > 1\"}]}"
                    .utf8))
        for finding in report.findings { _ = finding.text(.zh) + finding.text(.en) }
        if let snapshot = try? engine.snapshot(on: day), let counts = try? snapshot.count() {
            precondition(
                counts.allSatisfy { $0.eligible + $0.ineligible + $0.undetermined == snapshot.profileCount })
        }
        return 0
    }

    private static func clauses(_ bytes: [UInt8]) -> Int32 {
        guard let report = engine?.check(bytes) else { return 0 }
        for finding in report.findings { _ = finding.text(.zh) + finding.text(.en) }
        guard report.taken > 0, bytes.count % 16 == 0, let engine = try? Engine(),
            (try? engine.putClauses(bytes)) != nil, let snapshot = try? engine.snapshot(on: day)
        else { return 0 }
        _ = try? snapshot.match(.json(full), options: AnswerOptions(top: nil, explain: true)).json
        return 0
    }

    private static func schema(_ bytes: [UInt8]) -> Int32 {
        _ = try? Engine(schemaFile: bytes)
        return 0
    }

    /// Expressions: offsets lie inside the source; both evaluators agree on what compiles to a condition.
    private static func rule(_ bytes: [UInt8]) -> Int32 {
        guard let engine, let snapshot = try? engine.snapshot(on: day) else { return 0 }
        let source = String(decoding: bytes, as: UTF8.self)
        do throws(HuiqiError) {
            _ = try snapshot.evaluate(source, .json(full))
        } catch {
            precondition((error.finding.offsetUTF8 ?? 0) <= source.utf8.count)
            if error.code == .badExpression { return 0 }
        }
        guard let rule = try? Rule.condition(source, schema: .contract), rule.combination.isSmall else {
            return 0
        }
        guard let world = try? Engine() else { return 0 }
        var clause = Array("{\"id\":\"c\",\"title\":\"t\",\"conditions\":[{\"expr\":".utf8)
        clause += quoted(source) + Array("}]}".utf8)
        _ = try? world.putClauses(clause)
        _ = try? world.putProfiles(full + Array("\n{\"id\":\"q\"}\n".utf8))
        if let answers = try? world.snapshot(on: day).conditionTruths() {
            for answer in answers { precondition(answer.byBlock == answer.byRow) }
        }
        return 0
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var out: [UInt8] = [0x22]
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: out += [0x5C, byte]
            case 0..<0x20:
                out +=
                    Array("\\u00".utf8) + Array((byte < 16 ? "0" : "").utf8)
                    + Array(String(byte, radix: 16).utf8)
            default: out.append(byte)
            }
        }
        return out + [0x22]
    }

    private static let normalizer = try? TextNormalizer()
    private static let segmenter = try? Segmenter()

    private static func text(_ bytes: [UInt8]) -> Int32 {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let normalizer, let segmenter else { return 0 }
        let once = normalizer.normalize(text)
        precondition(normalizer.normalize(once) == once)
        _ = segmenter.words(in: once)
        _ = MoneyText.parse(text)
        _ = RegionCode.status(text)
        _ = IndustryCode.completed(text)
        _ = CreditCode.check(text)
        return 0
    }
}

extension Combination {
    /// Not so large that building a city around it is slow.
    fileprivate var isSmall: Bool {
        switch self {
        case .constant, .atom: true
        case .not(let operand): operand.isSmall
        case .and(let parts), .or(let parts), .atLeast(_, let parts):
            parts.count < 64 && parts.allSatisfy { $0.isSmall }
        case .choose(let test, let whenYes, let whenNo): test.isSmall && whenYes.isSmall && whenNo.isSmall
        }
    }
}
