import CHuiqiKernels
import HuiqiLogic
import Testing

/// Every kernel gives the same words on every instruction set, and what it says it does.
@Suite struct KernelContract {
    private static let levels: [Int32] = Array(0...hqk_best_level())

    private static func planes(_ count: Int, _ width: Int, _ dice: inout Dice) -> [UInt64] {
        (0..<(count * width)).map { _ in dice.chance(30) ? 0 : dice.next() }
    }

    @Test func joinsAgreeWithKleeneRowByRow() {
        for round in 0..<90 {
            var dice = Dice(UInt64(round))
            // Counting joins take whole chunks only.
            let width = round % 3 == 0 ? 1 + dice.below(33) : 8 * (1 + dice.below(5))
            let nodes = 1 + dice.below(12)
            let count = 1 + dice.below(12)
            let first = KernelContract.planes(nodes, width, &dice)
            let second = KernelContract.planes(nodes, width, &dice)
            // What is open may hold rows that are yes.
            let yes = first.enumerated().map { $1 & second[$0] }
            let open = dice.chance(50) ? first : first.enumerated().map { $1 & ~yes[$0] }
            let flips = (0..<nodes).map { _ in dice.chance(50) ? ~UInt64(0) : 0 }
            let references = (0..<count).map { _ in Int32(dice.below(2 * nodes)) }
            let need = 1 + dice.below(count)
            let turn = dice.chance(50) ? ~UInt64(0) : 0
            func truth(_ position: Int, _ row: Int) -> Int {
                let node = Int(references[position] >> 1)
                let word = node * width + row / 64
                let held = yes[word] >> UInt64(row % 64) & 1
                let may = first[word] >> UInt64(row % 64) & 1
                let truth = held == 1 ? 1 : (may == 1 ? 0 : -1)
                return (flips[node] != 0) == (references[position] & 1 == 1) ? truth : -truth
            }
            yes.withUnsafeBufferPointer { yes in
                open.withUnsafeBufferPointer { open in
                    let literals = (0..<nodes).map {
                        hqk_literal(
                            yes: yes.baseAddress! + $0 * width, open: open.baseAddress! + $0 * width,
                            flip: flips[$0])
                    }
                    for level in KernelContract.levels {
                        var a = [UInt64](repeating: 0, count: width)
                        var b = a
                        func check(_ summary: hqk_summary, _ wanted: (Int) -> Int) {
                            var truths: [Int] = []
                            for row in 0..<(width * 64) {
                                let held = a[row / 64] >> UInt64(row % 64) & 1
                                let may = b[row / 64] >> UInt64(row % 64) & 1
                                truths.append(held == 1 ? 1 : (may == 1 ? 0 : -1))
                                #expect(truths[row] == wanted(row))
                            }
                            #expect((summary.any_possible == 0) == truths.allSatisfy { $0 == -1 })
                            #expect((summary.all_yes == ~0) == truths.allSatisfy { $0 == 1 })
                        }
                        check(hqk_and(level, literals, references, count, turn, width, &a, &b)) { row in
                            (0..<count).map { turn == 0 ? truth($0, row) : -truth($0, row) }.min() ?? 1
                        }
                        _ = hqk_and(level, literals, references, count, 0, width, &a, &b)
                        var c = [UInt64](repeating: 0, count: width)
                        var d = c
                        let counts = hqk_and_counted(
                            level, literals, references, count, width, &c, &d, 0)
                        #expect(counts.possible == UInt64(b.reduce(0) { $0 + $1.nonzeroBitCount }))
                        if counts.possible > 0 {
                            #expect(c == a && d == b)
                            #expect(counts.yes == UInt64(a.reduce(0) { $0 + $1.nonzeroBitCount }))
                        }
                        let counted = hqk_and_counted(level, literals, references, count, width, nil, nil, 0)
                        #expect(counted.possible == counts.possible)
                        if width % 8 == 0 {
                            KernelContract.checkStreams(level, literals, references, width, c, d)
                            check(
                                hqk_at_least(
                                    level, literals, references, count, UInt64(need), width, &a, &b)
                            ) { row in
                                let truths = (0..<count).map { truth($0, row) }
                                if truths.count(where: { $0 == 1 }) >= need { return 1 }
                                return truths.count(where: { $0 >= 0 }) < need ? -1 : 0
                            }
                            if count >= 3 {
                                check(hqk_choose(level, literals, references, width, &a, &b)) { row in
                                    let test = truth(0, row)
                                    return test == 0 ? 0 : truth(test == 1 ? 1 : 2, row)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func checkStreams(
        _ level: Int32, _ literals: [hqk_literal], _ references: [Int32], _ width: Int, _ yes: [UInt64],
        _ possible: [UInt64]
    ) {
        guard let memory = PlaneMemory(count: 2 * width) else { return }
        let counts = hqk_and_counted(
            level, literals, references, references.count, width, memory.words, memory.words + width, 1)
        if counts.possible == 0 { return }
        for word in 0..<width {
            #expect(memory.words[word] == yes[word])
            #expect(memory.words[width + word] == possible[word])
        }
    }

    @Test func codesAreComparedRowByRow() {
        for round in 0..<120 {
            var dice = Dice(UInt64(round) &+ 300)
            let width = 1 + dice.below(20)
            let isWide = dice.chance(50)
            let most = isWide ? 65_535 : 255
            let codes = (0..<(64 * width)).map { _ in
                dice.chance(20) ? dice.pick([0, 1, most - 1, most]) : dice.below(most + 1)
            }
            let bounds = [dice.below(most + 1), dice.pick([0, most, dice.below(most + 1)])].sorted()
            for level in KernelContract.levels {
                var plane = [UInt64](repeating: 5, count: width)
                let found =
                    isWide
                    ? hqk_codes16(
                        level, codes.map { UInt16($0) }, width, UInt16(bounds[0]), UInt16(bounds[1]), &plane)
                    : hqk_codes8(
                        level, codes.map { UInt8($0) }, width, UInt8(bounds[0]), UInt8(bounds[1]), &plane)
                for row in codes.indices {
                    let isIn = bounds[0] <= codes[row] && codes[row] <= bounds[1]
                    #expect((plane[row / 64] >> UInt64(row % 64) & 1 == 1) == isIn)
                }
                #expect(found.any == plane.reduce(0) { $0 | $1 })
                #expect(found.all == plane.reduce(~0) { $0 & $1 })
            }
        }
    }

    @Test func whatIsOpenAndWhatIsRemoved() {
        for round in 0..<60 {
            var dice = Dice(UInt64(round) &+ 700)
            let width = 1 + dice.below(20)
            let yes = KernelContract.planes(1, width, &dice)
            let possible = KernelContract.planes(1, width, &dice)
            let third = KernelContract.planes(1, width, &dice)
            for level in KernelContract.levels {
                var open = [UInt64](repeating: 3, count: width)
                let some = hqk_open(level, yes, possible, third, width, &open)
                #expect(some == open.reduce(0) { $0 | $1 })
                for word in 0..<width { #expect(open[word] == possible[word] & ~yes[word] & third[word]) }
                _ = hqk_open(level, yes, possible, nil, width, &open)
                for word in 0..<width { #expect(open[word] == possible[word] & ~yes[word]) }
                var target = possible
                let gone = hqk_remove(level, &target, open, yes, third, width)
                var removed: UInt64 = 0
                for word in 0..<width {
                    let refused = open[word] & ~yes[word] & ~third[word]
                    removed |= refused
                    #expect(target[word] == possible[word] & ~refused)
                }
                #expect(gone == removed)
            }
        }
    }

    @Test func spansTellCodesAndRowsWithoutOne() {
        for round in 0..<30 {
            var dice = Dice(UInt64(round) &+ 900)
            let width = 1 + dice.below(9)
            let rows = 64 * width
            let most = dice.pick([2, 9, 255])
            let codes = (0..<rows).map { _ in UInt8(dice.below(most + 1)) }
            let wide = codes.map { UInt16($0) &* 3 }
            let low = UInt8(1 + dice.below(most))
            let high = UInt8(dice.below(most + 1))
            for level in KernelContract.levels {
                var yes = [UInt64](repeating: 77, count: width)
                var possible = yes
                func check(_ isIn: (Int) -> Bool) {
                    for row in 0..<rows {
                        let may = isIn(row) || codes[row] == 0
                        #expect((yes[row / 64] >> UInt64(row % 64) & 1 == 1) == isIn(row))
                        #expect((possible[row / 64] >> UInt64(row % 64) & 1 == 1) == may)
                    }
                }
                hqk_spans8(level, codes, width, low, high, &yes, &possible)
                check { codes[$0] >= low && codes[$0] <= high }
                hqk_spans16(level, wide, width, UInt16(low), UInt16(high), &yes, &possible)
                check { wide[$0] >= UInt16(low) && wide[$0] <= UInt16(high) }
            }
        }
    }

    @Test func planesAreAddedUpAndNarrowed() {
        for round in 0..<20 {
            var dice = Dice(UInt64(round) &+ 3300)
            let width = 8 * (1 + dice.below(4))
            let count = 1 + dice.below(7)
            let planes = KernelContract.planes(count, width, &dice)
            let weights = (0..<count).map { _ in UInt32(dice.below(40)) }
            let bits = max(1, 32 - weights.reduce(0, +).leadingZeroBitCount)
            let other = KernelContract.planes(1, width, &dice)
            let flip: UInt64 = dice.chance(50) ? ~0 : 0
            for level in KernelContract.levels {
                var sums = [UInt64](repeating: 9, count: bits * width)
                var yes = Array(planes[..<width])
                var possible = yes.enumerated().map { $1 | other[$0] }
                var both = yes
                let before = (yes, possible)
                planes.withUnsafeBufferPointer { buffer in
                    let base = buffer.baseAddress!
                    let pointers = (0..<count).map { base + $0 * width }
                    hqk_sum_planes(level, pointers, weights, count, width, bits, &sums)
                    let last = base + (count - 1) * width
                    other.withUnsafeBufferPointer { other in
                        // Possible holds yes.
                        let may = (0..<width).map { last[$0] | other[$0] }
                        may.withUnsafeBufferPointer { may in
                            var literal = hqk_literal(yes: last, open: may.baseAddress!, flip: flip)
                            let any = hqk_restrict(level, &literal, width, &yes, &possible)
                            #expect((any != 0) == possible.contains { $0 != 0 })
                        }
                        for word in 0..<width {
                            let (held, might) = (last[word], last[word] | other[word])
                            #expect(yes[word] == before.0[word] & (flip == 0 ? held : ~might))
                            #expect(possible[word] == before.1[word] & (flip == 0 ? might : ~held))
                        }
                        let total = hqk_and_count(level, last, other.baseAddress!, width, &both)
                        #expect(total == UInt64(both.reduce(0) { $0 + $1.nonzeroBitCount }))
                        #expect(both == (0..<width).map { last[$0] & other[$0] })
                    }
                }
                for row in 0..<(width * 64) {
                    func bit(_ words: [UInt64], _ plane: Int) -> UInt32 {
                        UInt32(words[plane * width + row / 64] >> UInt64(row % 64) & 1)
                    }
                    let wanted = (0..<count).reduce(UInt32(0)) { $0 + bit(planes, $1) * weights[$1] }
                    #expect((0..<bits).reduce(UInt32(0)) { $0 | bit(sums, $1) << UInt32($1) } == wanted)
                }
            }
        }
    }

    @Test func ranksAreHowManyCutsAreAtMostTheValue() {
        for round in 0..<40 {
            var dice = Dice(UInt64(round) &+ 1000)
            let rows = 1 + dice.below(300)
            let cuts = Array(Set((0..<dice.below(120)).map { _ in Int64(dice.below(300)) - 150 })).sorted()
            let values = (0..<rows).map { _ in
                dice.chance(10) ? dice.pick([Int64.min, .max]) : Int64(dice.below(320)) - 160
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

    @Test func rowsAreJoined() {
        for round in 0..<40 {
            var dice = Dice(UInt64(round) &+ 77)
            let width = 8 * (1 + dice.below(5))
            let count = 1 + dice.below(20)
            let rows = KernelContract.planes(count, width, &dice)
            let numbers = (0..<dice.below(2 * count)).map { _ in UInt32(dice.below(count)) }
            let expected = (0..<width).map { word in
                numbers.reduce(0) { $0 | rows[Int($1) * width + word] }
            }
            for level in KernelContract.levels {
                var out = [UInt64](repeating: 1, count: width)
                rows.withUnsafeBufferPointer { rows in
                    let pointers = numbers.map { rows.baseAddress! + Int($0) * width }
                    hqk_or_rows(level, pointers, pointers.count, width, &out)
                }
                #expect(out == expected)
            }
            // The same of the words alone that have any bit, into what is there already.
            var words: [UInt64] = []
            var places: [UInt16] = []
            var ends: [UInt32] = []
            for row in 0..<count {
                for word in 0..<width where rows[row * width + word] != 0 {
                    words.append(rows[row * width + word])
                    places.append(UInt16(word))
                }
                ends.append(UInt32(words.count))
            }
            var out = [UInt64](repeating: 1, count: width)
            hqk_or_few(words, places, ends, numbers, numbers.count, &out)
            #expect(out == expected.map { $0 | 1 })
        }
    }

    @Test func sumsOfSearch() {
        for round in 0..<60 {
            var dice = Dice(UInt64(round) &+ 7000)
            let texts = 1 + dice.below(200)
            var sums = [UInt16](repeating: 0, count: texts)
            var expected = sums
            var touched = [UInt32](repeating: 0, count: texts + 1)
            var count = 0
            var order: [UInt32] = []
            for step in 0..<6 {
                let places = (0..<texts).filter { _ in dice.chance(30) }.map(UInt32.init)
                let impacts = places.map { _ in UInt8(1 + dice.below(255)) }
                let weight = UInt16(1 + dice.below(4))
                for (place, impact) in zip(places, impacts) {
                    if step < 3, expected[Int(place)] == 0 { order.append(place) }
                    if step < 3 || expected[Int(place)] > 0 {
                        expected[Int(place)] += weight * UInt16(impact)
                    }
                }
                if step < 3 {
                    hqk_sums_add(places, impacts, places.count, weight, &sums, &touched, &count)
                } else {
                    hqk_sums_lift(places, impacts, places.count, weight, &sums)
                }
            }
            #expect(sums == expected && Array(touched[..<count]) == order)
            var steps = [UInt32](repeating: 0, count: 1 << 12)
            let highest = hqk_sums_steps(touched, count, sums, 4, &steps)
            #expect(highest == order.map { UInt32(sums[Int($0)]) >> 4 }.max() ?? 0)
            for (step, number) in steps.enumerated() where number > 0 || step < 9 {
                #expect(Int(number) == order.filter { Int(sums[Int($0)]) >> 4 == step }.count)
            }
            let least = UInt32(dice.below(900))
            let kept = hqk_sums_keep(&touched, count, sums, least)
            #expect(Array(touched[..<kept]) == order.filter { sums[Int($0)] >= least })
        }
    }

    @Test func unitsAreCounted() {
        for round in 0..<60 {
            var dice = Dice(UInt64(round) &+ 8000)
            let asked = 1 + dice.below(6)
            let stride = asked + 1
            var slots = [UInt8](repeating: 0, count: 1 << 16)
            for slot in 1...asked { slots[0x4E00 + slot] = UInt8(slot) }
            let terms = dice.below(5)
            var pairs = [UInt16](repeating: 0, count: stride * stride)
            for term in 0..<terms {
                pairs[(1 + dice.below(asked)) * stride + 1 + dice.below(asked)] = UInt16(stride + term)
            }
            let units = (0..<dice.below(300)).map { _ in UInt16(0x4E00 + dice.below(asked + 3)) }
            var expected = [Int32](repeating: 0, count: stride + terms)
            for (place, unit) in units.enumerated() {
                let slot = Int(slots[Int(unit)])
                guard slot > 0 else { continue }
                expected[slot] += 4
                let before = place > 0 ? Int(slots[Int(units[place - 1])]) : 0
                let pair = before > 0 ? Int(pairs[before * stride + slot]) : 0
                if pair > 0 { expected[pair] += 4 }
            }
            var counters = [Int32](repeating: 0, count: stride + terms)
            hqk_count_units(units, units.count, slots, pairs, stride, 4, &counters)
            #expect(counters == expected)
        }
    }

    @Test func codesAreNarrowedAndTranslated() {
        for round in 0..<60 {
            var dice = Dice(UInt64(round) &+ 4000)
            let rows = 1 + dice.below(300)
            let most = dice.pick([1, 40, 255, 256, 65_535])
            let codes = (0..<rows).map { _ in dice.chance(20) ? 0 : UInt16(dice.below(most + 1)) }
            let table = (0...most).map { _ in UInt16(dice.below(65_536)) }
            let values = (0..<rows).map { _ in
                dice.chance(5) ? Int64.min : Int64(bitPattern: dice.next()) >> 20
            }
            for level in KernelContract.levels {
                var bytes = [UInt8](repeating: 7, count: rows)
                let range = hqk_narrow(level, codes, rows, &bytes)
                #expect(bytes == codes.map { UInt8(truncatingIfNeeded: $0) })
                let known = codes.filter { $0 > 0 }
                #expect(range.most == known.max() ?? 0)
                if let least = known.min() { #expect(range.least == least) }
                #expect((range.has_zero != 0) == codes.contains(0))
                var translated = codes
                hqk_translate(level, &translated, rows, table)
                #expect(translated == codes.map { table[Int($0)] })
                #expect(hqk_largest(level, values, rows) == values.map(\.magnitude).max())
                var plane = [UInt64](repeating: 3, count: (rows + 63) / 64)
                hqk_zeros(level, codes.map { UInt32($0) }, rows, &plane)
                for row in 0..<rows {
                    #expect((plane[row / 64] >> UInt64(row % 64) & 1 == 1) == (codes[row] == 0))
                }
            }
        }
    }

    @Test func textsAreCutAtSeparators() {
        let marks: Set<Character> = ["；", "，", ";", ",", "(", ")", "（", "）", "、", "。"]
        let parts = ["a", "\u{3000}", "服务", "。。", "ＡＢ", "ー", "销售"] + marks.sorted().map { String($0) }
        for round in 0..<400 {
            var dice = Dice(UInt64(round) &+ 8000)
            let before = (0..<dice.below(4)).map { _ in dice.pick(parts) }.joined()
            let text = (0..<dice.below(60)).map { _ in dice.pick(parts) }.joined()
            let bytes = Array((before + text).utf8)
            let first = before.utf8.count
            let wanted = text.split { marks.contains($0) }.map { Array(String($0).utf8) }
            for level in KernelContract.levels {
                var runs = [hqk_run](repeating: hqk_run(start: 0, end: 0, hash: 0), count: 80)
                let count = hqk_runs(level, bytes, first, bytes.count, bytes.count, &runs, runs.count)
                let found = runs.prefix(count).map { Array(bytes[Int($0.start)..<Int($0.end)]) }
                #expect(found == wanted)
                for (run, text) in zip(runs, found) { #expect(run.hash == hqk_hash(text, text.count)) }
                // Without room only the number is told.
                #expect(hqk_runs(level, bytes, first, bytes.count, bytes.count, &runs, 0) == count)
            }
        }
    }

    @Test func partsStandAtTheBeginningOrTheEnd() {
        for round in 0..<100 {
            var dice = Dice(UInt64(round) &+ 9500)
            let texts = (0..<(1 + dice.below(90))).map { _ in
                (0..<dice.below(5)).map { _ in UInt8(97 + dice.below(2)) }
            }
            let part = (0..<dice.below(4)).map { _ in UInt8(97 + dice.below(2)) }
            var ends: [UInt32] = []
            for text in texts { ends.append((ends.last ?? 0) + UInt32(text.count)) }
            for atEnd in [false, true] {
                var plane = [UInt64](repeating: 0, count: (texts.count + 63) / 64)
                hqk_begins(texts.flatMap { $0 }, ends, texts.count, part, part.count, atEnd ? 1 : 0, &plane)
                for (row, text) in texts.enumerated() {
                    let passes =
                        text.count >= part.count
                        && (atEnd ? Array(text.suffix(part.count)) == part : text.starts(with: part))
                    #expect((plane[row / 64] >> UInt64(row % 64) & 1 == 1) == passes)
                }
            }
        }
    }
}
