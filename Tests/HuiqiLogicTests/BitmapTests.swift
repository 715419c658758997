import HuiqiLogic
import Testing

private func bits(_ bitmap: Bitmap) -> [Bool] { (0..<bitmap.count).map { bitmap[$0] } }

private func isClean(_ bitmap: Bitmap) -> Bool {
    bitmap.words.count == (bitmap.count + 63) / 64
        && bitmap.population == bits(bitmap).filter { $0 }.count
}

@Suite struct BitmapTests {
    @Test func repeatingSetsExactlyCountBits() {
        for count in -1...200 {
            for bit in [false, true] {
                let bitmap = Bitmap(repeating: bit, count: count)
                #expect(bitmap.count == max(0, count) && isClean(bitmap))
                #expect(bits(bitmap) == Array(repeating: bit, count: max(0, count)))
            }
        }
    }

    @Test func appendAndSetAgreeWithAnArray() {
        var random = SeededGenerator(seed: 1)
        for count in 0...200 {
            var model = (0..<count).map { _ in Bool.random(using: &random) }
            var bitmap = Bitmap(model)
            #expect(bits(bitmap) == model && isClean(bitmap))
            for row in model.indices {
                model[row] = Bool.random(using: &random)
                bitmap[row] = model[row]
            }
            #expect(bits(bitmap) == model && isClean(bitmap))
        }
    }

    @Test func appendingContentsJoins() {
        var random = SeededGenerator(seed: 2)
        for left in [0, 1, 63, 64, 65, 128, 130] {
            for right in [0, 1, 63, 64, 65, 129] {
                let first = (0..<left).map { _ in Bool.random(using: &random) }
                let second = (0..<right).map { _ in Bool.random(using: &random) }
                var bitmap = Bitmap(first)
                bitmap.append(contentsOf: Bitmap(second))
                #expect(bits(bitmap) == first + second && isClean(bitmap))
                #expect(bitmap == Bitmap(first + second))
            }
        }
    }

    @Test func rowsOutsideAreFalseAndIgnored() {
        var bitmap = Bitmap(repeating: true, count: 3)
        bitmap[3] = true
        bitmap[-1] = true
        #expect(bitmap == Bitmap(repeating: true, count: 3))
        #expect(!bitmap[3] && !bitmap[-1])
    }
}
