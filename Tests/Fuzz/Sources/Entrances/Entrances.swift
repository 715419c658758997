import Huiqi
import HuiqiJSON

/// The library's entrances for bytes from outside. Whatever is fed, nothing traps and every error has a place
/// inside the input; what can be checked besides is checked with `precondition`.
///
/// libFuzzer feeds mutations (run.sh); the tests replay the corpus.
public enum Entrance: String, CaseIterable, Sendable {
    /// The JSON reader alone: every value skipped, or read by its kind.
    case json
    /// Parser and checker of both environments; nothing is evaluated.
    case expression
    /// The plain environment, evaluated.
    case plain
    case profiles
    case clauses
    case schema
    /// The policy environment, evaluated by every evaluator.
    case rule
    case text
    /// An address, read for its region.
    case address
    /// A scope of business, read for its industries and licences.
    case scope
    /// Profiles as CSV.
    case table
    /// The normal form and the reading form with their maps.
    case mapped
    case quantities
    /// A text and a question to it.
    case search

    /// Feeds one input.
    public func take(_ bytes: [UInt8]) {
        switch self {
        case .json: Feed.json(bytes)
        case .expression: Feed.expression(bytes)
        case .plain: Feed.plain(bytes)
        case .profiles: Feed.profiles(bytes)
        case .clauses: Feed.clauses(bytes)
        case .schema: Feed.schema(bytes)
        case .rule: Feed.rule(bytes)
        case .text: Feed.text(bytes)
        case .address: Feed.address(bytes)
        case .scope: Feed.scope(bytes)
        case .table: Feed.table(bytes)
        case .mapped: TextFeed.mapped(bytes)
        case .quantities: TextFeed.quantities(bytes)
        case .search: SearchFeed.search(bytes)
        }
    }
}

private enum Feed {
    /// Skipping and reading come to the same: both end well, or both fail inside the input.
    fileprivate static func json(_ bytes: [UInt8]) {
        var skipped = JSONReader(bytes)
        var read = JSONReader(bytes)
        let first = failure { () throws(JSONError) in
            try skipped.skipValue()
            try skipped.finish()
        }
        let second = failure { () throws(JSONError) in
            try value(&read)
            try read.finish()
        }
        precondition((first == nil) == (second == nil))
        for error in [first, second] { if let error { precondition(error.offsetUTF8 <= bytes.count) } }
    }

    private static func failure(_ body: () throws(JSONError) -> Void) -> JSONError? {
        do throws(JSONError) { try body() } catch { return error }
        return nil
    }

    private static func value(_ reader: inout JSONReader) throws(JSONError) {
        switch try reader.peekKind() {
        case .object:
            try reader.beginObject()
            while try reader.nextKey() != nil { try value(&reader) }
        case .array:
            try reader.beginArray()
            while try reader.nextElement() { try value(&reader) }
        case .string: _ = try reader.readString()
        case .number: _ = try reader.readNumber()
        default: try reader.skipValue()
        }
    }

    fileprivate static func expression(_ bytes: [UInt8]) {
        let source = String(decoding: bytes, as: UTF8.self)
        do throws(RuleError) {
            _ = try Rule.any(source, schema: .contract)
        } catch {
            precondition(error.offsetUTF8 >= 0 && error.offsetUTF8 <= source.utf8.count)
            precondition(!error.message.zh.isEmpty && !error.message.en.isEmpty)
        }
        do throws(RuleError) {
            _ = try PlainExpression.compile(source)
        } catch {
            precondition(error.offsetUTF8 >= 0 && error.offsetUTF8 <= source.utf8.count)
        }
    }

    private static let plainLimits = RuleLimits(steps: 50_000)

    /// Plain expressions, checked and not: offsets lie inside the source, and what has a value has it again.
    fileprivate static func plain(_ bytes: [UInt8]) {
        let source = String(decoding: bytes, as: UTF8.self)
        for isChecked in [true, false] {
            let environment = PlainEnvironment(variables: ["x": .dyn], isChecked: isChecked)
            do throws(RuleError) {
                let expression = try PlainExpression.compile(
                    source, environment: environment, limits: plainLimits)
                let value = try expression.evaluate(["x": .int(.min)])
                let again = try expression.evaluate(["x": .int(.min)])
                precondition(value.text == again.text)
            } catch {
                precondition((0...source.utf8.count).contains(error.offsetUTF8))
            }
        }
    }

    fileprivate static let engine: Engine? = try? Engine()
    fileprivate static let day = Day(year: 2024, month: 6, day: 30) ?? Day(number: 0)
    fileprivate static let full = Array(
        """
        {"id":"p","name":"温州甲有限公司","scope":"食品销售","region":"330302","industry":"C3829","established":"2020-02-29",\
        "employees":30,"size":"小型","credit_grade":"A","dishonest":false,"revenue":{"2022":100,"2023":119},\
        "tags":["高新技术企业",null],"certificates":[{"name":"证","to":"2025-01-01"},{}],"penalties":[{"amount":1}]}
        """.utf8)

    /// Rows: taken or refused with a place inside the input; what is taken can be matched.
    fileprivate static func profiles(_ bytes: [UInt8]) {
        let reading = ProfileReader(schema: .contract).read(bytes, rows: 7)
        for finding in reading.findings { _ = finding.text(.zh) + finding.text(.en) }
        // Opening an engine costs more than reading, so most inputs are only read.
        guard bytes.count % 16 == 0, let engine = try? Engine(), let report = try? engine.putProfiles(bytes)
        else { return }
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
    }

    /// Tables: rows are taken or refused within the file; what is taken reads back from JSON lines as the same.
    fileprivate static func table(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let options = CSVOptions(
            encoding: first & 4 == 0 ? nil : (first & 8 == 0 ? .utf8 : .gb18030),
            ignoresUnknownColumns: first & 1 == 0, takesSerialDates: first & 2 == 0)
        let content = Array(bytes.dropFirst())
        let lines = content.count { $0 == 0x0A || $0 == 0x0D } + 1
        do {
            let read = try CSVReader(schema: .contract, options: options).read(
                content, rows: 7, threads: 1 + Int(first >> 7))
            for finding in read.profiles.findings {
                precondition((1...lines).contains(finding.line) && finding.offsetUTF8 == nil)
                _ = finding.text(.zh) + finding.text(.en)
            }
            precondition(read.profiles.taken + read.profiles.refused < lines)
            var writer = ProfileWriter(schema: .contract)
            for batch in read.profiles.batches {
                for row in 0..<batch.count { writer.write(batch[row].draft) }
            }
            let again = ProfileReader(schema: .contract).read(writer.bytes, rows: 7)
            precondition(again.taken == read.profiles.taken && again.refused == 0)
        } catch let error as CSVRefusal {
            precondition((0...lines).contains(error.finding.line))
            precondition((0...content.count).contains(error.finding.offsetUTF8 ?? 0))
        } catch { preconditionFailure("\(error)") }
    }

    fileprivate static func clauses(_ bytes: [UInt8]) {
        guard let report = engine?.check(bytes) else { return }
        for finding in report.findings { _ = finding.text(.zh) + finding.text(.en) }
        guard report.taken > 0, bytes.count % 16 == 0, let engine = try? Engine(),
            (try? engine.putClauses(bytes)) != nil, let snapshot = try? engine.snapshot(on: day)
        else { return }
        _ = try? snapshot.match(.json(full), options: AnswerOptions(top: nil, explain: true)).json
    }

    fileprivate static func schema(_ bytes: [UInt8]) {
        _ = try? Engine(schemaFile: bytes)
    }

    /// Expressions: offsets lie inside the source; both evaluators agree on what compiles to a condition.
    fileprivate static func rule(_ bytes: [UInt8]) {
        guard let engine, let snapshot = try? engine.snapshot(on: day) else { return }
        let source = String(decoding: bytes, as: UTF8.self)
        do throws(HuiqiError) {
            _ = try snapshot.evaluate(source, .json(full))
        } catch {
            precondition((error.finding.offsetUTF8 ?? 0) <= source.utf8.count)
            if error.code == .badExpression { return }
        }
        guard let rule = try? Rule.condition(source, schema: .contract), rule.combination.isSmall else {
            return
        }
        guard let world = try? Engine() else { return }
        var clause = Array("{\"id\":\"c\",\"title\":\"t\",\"conditions\":[{\"expr\":".utf8)
        clause += quoted(source) + Array("}]}".utf8)
        _ = try? world.putClauses(clause)
        _ = try? world.putProfiles(full + Array("\n{\"id\":\"q\"}\n".utf8))
        if let answers = try? world.snapshot(on: day).conditionTruths() {
            for answer in answers { precondition(answer.byBlock == answer.byRow) }
        }
    }

    fileprivate static func quoted(_ text: String) -> [UInt8] {
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

    fileprivate static let normalizer = try? TextNormalizer()
    fileprivate static let segmenter = try? Segmenter()

    fileprivate static func text(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let normalizer, let segmenter else { return }
        let once = normalizer.normalize(text)
        precondition(normalizer.normalize(once) == once)
        _ = segmenter.words(in: once)
        _ = MoneyText.parse(text)
        _ = RegionCode.status(text)
        _ = IndustryCode.completed(text)
        _ = CreditCode.check(text)
    }
}

/// Readers of Chinese: what they point at lies inside the original, at characters.
extension Feed {
    fileprivate static let addressReader = try? AddressReader()
    fileprivate static let scopeReader = try? ScopeReader()
    fileprivate static let licenceItems = try? LicenceItems()

    fileprivate static func address(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let reading = addressReader?.region(of: text) else { return }
        precondition(!reading.names.isEmpty)
        var last = 0
        for name in reading.names {
            check(name.spanUTF8, of: text)
            precondition(name.spanUTF8.lowerBound >= last)
            last = name.spanUTF8.upperBound
        }
        if let code = reading.code { precondition(RegionCode.status(code) == .current) }
        precondition(reading.candidates.allSatisfy { RegionCode.status($0) == .current })
        precondition(addressReader?.region(of: text) == reading)
    }

    fileprivate static func scope(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let candidates = scopeReader?.industries(of: text, top: 5) ?? []
        precondition(candidates.count <= 5)
        for candidate in candidates {
            precondition(IndustryCode.status(candidate.code) == .current)
            precondition((0...1_000).contains(candidate.scoreThousandths))
            for span in candidate.spansUTF8 { check(span, of: text) }
        }
        for touch in licenceItems?.touched(by: text, industry: candidates.first?.code) ?? [] {
            for span in touch.spansUTF8 { check(span, of: text) }
        }
    }

    private static func check(_ span: Range<Int>, of text: String) {
        precondition(span.lowerBound < span.upperBound && span.upperBound <= text.utf8.count)
        let low = text.utf8.index(text.utf8.startIndex, offsetBy: span.lowerBound)
        let high = text.utf8.index(text.utf8.startIndex, offsetBy: span.upperBound)
        precondition(low.samePosition(in: text.unicodeScalars) != nil)
        precondition(high.samePosition(in: text.unicodeScalars) != nil)
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
