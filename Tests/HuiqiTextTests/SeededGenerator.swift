/// SplitMix64: the same seed gives the same tests on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }

    /// Bytes that are often UTF-8, often nearly, and sometimes noise.
    mutating func text(upTo count: Int) -> String {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...count, using: &self) {
            switch UInt8.random(in: 0..<6, using: &self) {
            case 0: bytes.append(UInt8.random(in: 0...255, using: &self))
            case 1: bytes.append(UInt8.random(in: 0x20..<0x7F, using: &self))
            case 2: append(UInt32.random(in: 0x4E00...0x9FFF, using: &self), to: &bytes)
            case 3: append(UInt32.random(in: 0x80...0xFFFF, using: &self), to: &bytes)
            case 4: append(UInt32.random(in: 0x10000...0x10FFFF, using: &self), to: &bytes)
            default: bytes += "零一二十百千万亿元〇两0123,.%企业（）ＡＢ".randomElement(using: &self)?.utf8.map { $0 } ?? []
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(_ value: UInt32, to bytes: inout [UInt8]) {
        if let scalar = Unicode.Scalar(value) { bytes += Array(String(scalar).utf8) }
    }
}
