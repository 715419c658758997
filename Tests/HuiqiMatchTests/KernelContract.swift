import CHuiqiKernels
import Testing

/// Every kernel gives the same words on every instruction set, and what it says it does.
@Suite struct KernelContract {
    private static let levels: [Int32] = hqk_best_level() > 0 ? [0, hqk_best_level()] : [0]

    private static func planes(_ count: Int, _ width: Int, _ dice: inout Dice) -> [UInt64] {
        (0..<(count * width)).map { _ in dice.chance(30) ? 0 : dice.next() }
    }

    @Test func joinsAgreeWithKleeneRowByRow() {
        for round in 0..<60 {
            var dice = Dice(UInt64(round))
            let width = 1 + dice.below(33)
            let count = 1 + dice.below(12)
            let first = KernelContract.planes(count, width, &dice)
            let second = KernelContract.planes(count, width, &dice)
            // Possible holds yes.
            let yes = first.enumerated().map { $1 & second[$0] }
            let flips = (0..<count).map { _ in dice.chance(50) ? ~UInt64(0) : 0 }
            let need = 1 + dice.below(count)
            yes.withUnsafeBufferPointer { yes in
                first.withUnsafeBufferPointer { possible in
                    let literals = (0..<count).map {
                        hqk_literal(
                            yes: yes.baseAddress! + $0 * width, possible: possible.baseAddress! + $0 * width,
                            flip: flips[$0])
                    }
                    func truth(_ literal: Int, _ row: Int) -> Int {
                        let word = literal * width + row / 64
                        let held = yes[word] >> UInt64(row % 64) & 1
                        let may = possible[word] >> UInt64(row % 64) & 1
                        let truth = held == 1 ? 1 : (may == 1 ? 0 : -1)
                        return flips[literal] == 0 ? truth : -truth
                    }
                    for level in KernelContract.levels {
                        var a = [UInt64](repeating: 0, count: width)
                        var b = a
                        func check(_ wanted: (Int) -> Int) {
                            for row in 0..<(width * 64) {
                                let held = a[row / 64] >> UInt64(row % 64) & 1
                                let may = b[row / 64] >> UInt64(row % 64) & 1
                                #expect((held == 1 ? 1 : (may == 1 ? 0 : -1)) == wanted(row))
                            }
                        }
                        _ = hqk_and(level, literals, count, width, &a, &b)
                        check { row in (0..<count).map { truth($0, row) }.min() ?? 1 }
                        var counts: (UInt64, UInt64) = (0, 0)
                        var c = a
                        var d = b
                        hqk_and_counted(level, literals, count, width, &c, &d, &counts.0, &counts.1)
                        #expect(c == a && d == b)
                        #expect(counts.0 == UInt64(a.reduce(0) { $0 + $1.nonzeroBitCount }))
                        #expect(counts.1 == UInt64(b.reduce(0) { $0 + $1.nonzeroBitCount }))
                        _ = hqk_at_least(level, literals, count, UInt64(need), width, &a, &b)
                        check { row in
                            let truths = (0..<count).map { truth($0, row) }
                            if truths.count(where: { $0 == 1 }) >= need { return 1 }
                            return truths.count(where: { $0 >= 0 }) < need ? -1 : 0
                        }
                        if count >= 3 {
                            _ = hqk_choose(level, literals, width, &a, &b)
                            check { row in
                                let test = truth(0, row)
                                return test == 0 ? 0 : truth(test == 1 ? 1 : 2, row)
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func ranksAreHowManyCutsAreAtMostTheValue() {
        for round in 0..<40 {
            var dice = Dice(UInt64(round) &+ 1000)
            let rows = 1 + dice.below(300)
            let cuts = Array(Set((0..<dice.below(40)).map { _ in Int64(dice.below(100)) - 50 })).sorted()
            let values = (0..<rows).map { _ in
                dice.chance(10) ? dice.pick([Int64.min, .max]) : Int64(dice.below(110)) - 55
            }
            let known = KernelContract.planes(1, (rows + 63) / 64, &dice)
            for level in KernelContract.levels {
                var codes = [UInt16](repeating: 9, count: rows)
                hqk_rank_i64(level, values, known, rows, cuts, cuts.count, &codes)
                for row in 0..<rows {
                    let isKnown = known[row / 64] >> UInt64(row % 64) & 1 == 1
                    #expect(
                        Int(codes[row]) == (isKnown ? 1 + cuts.count(where: { $0 <= values[row] }) : 0))
                }
            }
        }
    }

    @Test func slopesAreComparedExactly() {
        for round in 0..<60 {
            var dice = Dice(UInt64(round) &+ 5000)
            // Large numbers whose quotients are nearer to each other than doubles tell apart.
            let base = Int64(1) << Int64(10 + dice.below(48))
            func number(_ dice: inout Dice) -> Int64 {
                switch dice.below(4) {
                case 0: Int64(dice.below(7)) - 3
                case 1: base + Int64(dice.below(5)) - 2
                case 2: -(base + Int64(dice.below(5)) - 2)
                default: Int64(dice.below(2000)) - 1000
                }
            }
            var slopes: [hqk_slope] = []
            for _ in 0..<dice.below(20) {
                let slope = hqk_slope(over: number(&dice), under: max(1, abs(number(&dice))))
                func order(_ other: hqk_slope) -> Int {
                    let left = Int128(other.over) * Int128(slope.under)
                    let right = Int128(slope.over) * Int128(other.under)
                    return left == right ? 0 : (left < right ? -1 : 1)
                }
                if slopes.contains(where: { order($0) == 0 }) { continue }
                slopes.insert(slope, at: slopes.firstIndex { order($0) > 0 } ?? slopes.count)
            }
            let nearest = slopes.map { Double($0.over) / Double($0.under) }
            let rows = 1 + dice.below(200)
            let over = (0..<rows).map { _ in
                !slopes.isEmpty && dice.chance(30) ? dice.pick(slopes).over : number(&dice)
            }
            let under = (0..<rows).map { _ in
                !slopes.isEmpty && dice.chance(30) ? dice.pick(slopes).under : number(&dice)
            }
            let known = [UInt64](repeating: ~0, count: (rows + 63) / 64)
            for level in KernelContract.levels {
                var places = [UInt16](repeating: 0, count: rows)
                hqk_rank_slope(
                    level, over, under, known, rows, slopes, nearest, slopes.count, &places)
                for row in 0..<rows {
                    let (a, b) = (over[row], under[row])
                    var wanted = 2 * slopes.count + (a < 0 ? 2 : a == 0 ? 3 : 4)
                    if b != 0 {
                        var below = 0
                        var isOn = 0
                        for slope in slopes {
                            let left = Int128(a) * Int128(slope.under)
                            let right = Int128(slope.over) * Int128(b)
                            if left == right { isOn = 1 }
                            if left != right, (left > right) == (b > 0) { below += 1 }
                        }
                        wanted = (b > 0 ? 1 : 2 * slopes.count + 5) + 2 * below + isOn
                    }
                    #expect(Int(places[row]) == wanted, "\(a)/\(b) among \(slopes)")
                }
            }
        }
    }

    @Test func needlesAreFoundWithinTextsOnly() {
        for round in 0..<200 {
            var dice = Dice(UInt64(round) &+ 9000)
            let texts = (0..<(1 + dice.below(90))).map { _ in
                (0..<dice.below(30)).map { _ in UInt8(97 + dice.below(3)) }
            }
            let needle = (0..<(1 + dice.below(4))).map { _ in UInt8(97 + dice.below(3)) }
            var ends: [UInt32] = []
            for text in texts { ends.append((ends.last ?? 0) + UInt32(text.count)) }
            let bytes = texts.flatMap { $0 }
            for level in KernelContract.levels {
                var plane = [UInt64](repeating: 0, count: (texts.count + 63) / 64)
                hqk_contains(level, bytes, ends, texts.count, needle, needle.count, &plane)
                for (row, text) in texts.enumerated() {
                    let isThere = text.indices.contains { text[$0...].starts(with: needle) }
                    #expect((plane[row / 64] >> UInt64(row % 64) & 1 == 1) == isThere)
                }
            }
        }
    }

    @Test func setsAndSuffixes() {
        for round in 0..<40 {
            var dice = Dice(UInt64(round) &+ 77)
            let width = 1 + dice.below(40)
            let count = 1 + dice.below(20)
            let sets = KernelContract.planes(count, width, &dice)
            let unknown = KernelContract.planes(1, width, &dice)
            let numbers = (0..<dice.below(count + 1)).map { _ in UInt32(dice.below(count)) }
            for level in KernelContract.levels {
                var out = [UInt64](repeating: 1, count: width)
                hqk_or_sets(level, sets, width, numbers, numbers.count, &out)
                for word in 0..<width {
                    #expect(out[word] == numbers.reduce(0) { $0 | sets[Int($1) * width + word] })
                }
                var planes = sets
                var joined = [UInt64](repeating: 0, count: sets.count)
                hqk_suffix_or(level, &planes, count, width, unknown, &joined)
                for plane in 0..<count {
                    for word in 0..<width {
                        let wanted = (plane..<count).reduce(UInt64(0)) { $0 | sets[$1 * width + word] }
                        #expect(planes[plane * width + word] == wanted)
                        #expect(joined[plane * width + word] == wanted | unknown[word])
                    }
                }
            }
        }
    }
}
