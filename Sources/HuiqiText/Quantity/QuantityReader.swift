/// Reads every amount, share, count, bound and time out of a text, with exact values and their places.
///
/// ```swift
/// let reader = QuantityReader(try TextNormalizer())
/// reader.read("营业收入5000万元(含)以上")  // [CNY >=50000000]
/// ```
///
/// The text is read in its reading form (``TextNormalizer/reading(_:)``), so full-width digits, traditional
/// characters and spaces within do no harm; places are those of the text as given. Numbers without a unit (document
/// and telephone numbers, codes, clauses) are no quantities.
///
/// Immutable: any number of threads at once.
public struct QuantityReader: Sendable {
    private let normalizer: TextNormalizer

    /// A reader over an open normaliser.
    public init(_ normalizer: TextNormalizer) { self.normalizer = normalizer }

    /// The quantities of a text in its order; their spans do not overlap.
    ///
    /// A range (`30-50万元`) is one quantity, each member of a list (`300万元、200万元`) one of its own. Amounts are in
    /// whole units of their currency, shares are fractions.
    ///
    /// - Parameter text: Any text of any length.
    /// - Complexity: O(*n*).
    public func read(_ text: String) -> [Quantity] {
        let form = normalizer.reading(text)
        var pass = QuantityPass(ScalarText(form.bytes))
        pass.run()
        return pass.found.map { found in
            let byte = { (place: Int) in pass.text.offsets[min(max(0, place), pass.text.count)] }
            return Quantity(
                kind: found.kind, value: found.value, per: found.per, isApproximate: found.isApproximate,
                number: form.original(byte(found.number.lowerBound)..<byte(found.number.upperBound)),
                span: form.original(byte(found.span.lowerBound)..<byte(found.span.upperBound)))
        }
    }
}
