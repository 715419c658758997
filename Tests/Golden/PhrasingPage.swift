import Foundation

/// The documentation page of the phrasings, written from the data that the tests decide.
enum PhrasingPage {
    private static let head = """
        # How policies put it, and how it is written

        Twenty-nine kinds of condition from real policy documents, each as an expression with the cases that decide it.

        ## Overview

        This page is for those who turn policy texts into clauses. Find the phrase that resembles yours, copy the
        expression, and look at its cases: at the level exactly, one fen beside it, and with facts missing. The page is
        written from `Tests/Golden/data/phrasings/conditions.jsonl`, and a test decides every case on it with every
        evaluator; the further fields are defined in `schema.json` beside that file.

        Four habits serve everywhere:

        - **Say the year.** `year` is the year of the as-of day. An award for 当年度 that is paid in the year after asks
          `year-1`.
        - **Say the unit.** `money('5000万元')`, `date('2024-06-30')`; other units are the field's own, told by its label.
        - **Multiply, do not divide.** `rd_expense[year-1] >= 0.03 * revenue[year-1]` cannot fail where the revenue is 0.
        - **Ask for the fact itself.** Unknown never passes: neither `!dishonest` nor "none of a list" holds where the list
          was never asked. There is no way to ask whether a fact is known, and none is needed.

        None of the twenty-nine is beyond the language. What it leaves to people stays visible as a condition of kind
        `review`: a selection (C11); and two phrases must be settled before they are written: a comma that may mean
        "and" or "or" (C13), and "unless a policy provides otherwise" (C47).


        """

    static func text() throws -> String {
        let schema = try JSONDecoder().decode(SchemaFile.self, from: Data(try Phrasing.schema()))
        let sections = try Phrasing.all().map { section($0, schema) }
        return head + sections.joined(separator: "\n")
    }

    private struct SchemaFile: Decodable {
        struct Field: Decodable {
            let name: String
            let type: String
            let label: String
            let unit: String?
        }
        let fields: [Field]
    }

    private static func section(_ phrasing: Phrasing, _ schema: SchemaFile) -> String {
        var text = "## \(phrasing.id). \(phrasing.title)\n\n\(phrasing.asks)。\n\n"
        for form in phrasing.forms {
            text += "- `\(form.id)` \(form.label)"
            text +=
                form.expr.map { ":\n\n  ```\n\(wrapped($0))\n  ```\n" } ?? ": kind `review`, no expression.\n"
        }
        text += "\n"
        for reading in phrasing.reading { text += "\(reading)\n\n" }
        let fields = schema.fields.filter { phrasing.fields.contains($0.name) }
        if !fields.isEmpty {
            text += "Further fields: "
            text += fields.map { "`\($0.name)` \($0.type)\($0.unit.map { " in \($0)" } ?? "")" }
                .joined(separator: "; ")
            text += ".\n\n"
        }
        text += "| form | case | truth |\n|---|---|---|\n"
        for one in phrasing.cases {
            var truth = one.truth
            if let missing = one.missing {
                truth += ": " + missing.map { "`\($0)`" }.joined(separator: ", ")
            }
            if one.split == "yes" { truth += "; by case split yes" }
            let day = one.asOf.map { " (on \($0))" } ?? ""
            text += "| \(one.form) | \(one.why)\(day) | \(truth) |\n"
        }
        return text
    }

    /// Breaks before `&&` and `||`, at most one bracket deep, so that few lines of the page are long.
    private static func wrapped(_ source: String) -> String {
        var lines = [""]
        var depth = 0
        for word in source.split(separator: " ") {
            let breaks = depth <= 1 && (word == "&&" || word == "||")
            if breaks, lines[lines.count - 1].count > 40 {
                lines.append(String(repeating: " ", count: 4 * depth + 3))
            }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
            for scalar in word.unicodeScalars {
                if "([{".unicodeScalars.contains(scalar) { depth += 1 }
                if ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
            }
        }
        return lines.map { "  " + $0 }.joined(separator: "\n")
    }
}
