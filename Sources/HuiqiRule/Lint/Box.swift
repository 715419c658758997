/// Constraints on several variables at once: each is in some of its regions, the others are free.
struct Box: Sendable {
    /// In order of variable, each once, none empty and none without effect.
    var sides: [(variable: Int, regions: RegionSet)] = []
}

/// A union of boxes: an over-approximation of where something holds. No boxes: nowhere.
///
/// Over-approximation is what makes the linter sound: two facts that are in truth connected are taken to be
/// free of each other, so what is empty here is empty in truth.
struct BoxUnion: Sendable {
    var boxes: [Box]

    static let nowhere = BoxUnion(boxes: [])
    static let everywhere = BoxUnion(boxes: [Box()])

    var isEmpty: Bool { boxes.isEmpty }
    var isEverywhere: Bool { boxes.contains { $0.sides.isEmpty } }
}

/// Computes with boxes under a bound of work; beyond it the answer is nil, which means: not known.
struct BoxCalculus {
    /// The most boxes of one union.
    static let boxLimit = 4096
    /// Steps of joining boxes that are left.
    private(set) var work = 400_000

    /// Both; empty if either is empty, also where the other is not known.
    mutating func both(_ left: BoxUnion?, _ right: BoxUnion?) -> BoxUnion? {
        if left?.isEmpty == true || right?.isEmpty == true { return .nowhere }
        guard let left, let right else { return nil }
        if left.isEverywhere { return right }
        if right.isEverywhere { return left }
        if left.boxes.count > 4 * BoxCalculus.boxLimit / right.boxes.count { return nil }
        var boxes: [Box] = []
        for first in left.boxes {
            for second in right.boxes {
                work -= 1 + first.sides.count + second.sides.count
                if work < 0 || boxes.count > BoxCalculus.boxLimit { return nil }
                if case .box(let box) = BoxCalculus.meet(first, second) { boxes.append(box) }
            }
        }
        return BoxUnion(boxes: boxes)
    }

    /// Either; everywhere if either is, also where the other is not known.
    mutating func either(_ left: BoxUnion?, _ right: BoxUnion?) -> BoxUnion? {
        if left?.isEverywhere == true || right?.isEverywhere == true { return .everywhere }
        guard let left, let right else { return nil }
        var boxes = left.boxes
        for box in right.boxes {
            work -= 1
            // Ranges of one variable, as in chains of `==`, become one box.
            if box.sides.count == 1, let last = boxes.last, last.sides.count == 1,
                last.sides[0].variable == box.sides[0].variable
            {
                boxes[boxes.count - 1].sides[0].regions = last.sides[0].regions.union(box.sides[0].regions)
            } else {
                boxes.append(box)
            }
        }
        return work < 0 || boxes.count > BoxCalculus.boxLimit ? nil : BoxUnion(boxes: boxes)
    }

    /// What two boxes have in common, or the variable that leaves nothing.
    enum Meeting {
        case box(Box)
        case conflict(variable: Int)
    }

    static func meet(_ first: Box, _ second: Box) -> Meeting {
        var sides: [(variable: Int, regions: RegionSet)] = []
        sides.reserveCapacity(first.sides.count + second.sides.count)
        var (i, j) = (0, 0)
        while i < first.sides.count || j < second.sides.count {
            if j == second.sides.count
                || i < first.sides.count && first.sides[i].variable < second.sides[j].variable
            {
                sides.append(first.sides[i])
                i += 1
            } else if i == first.sides.count || second.sides[j].variable < first.sides[i].variable {
                sides.append(second.sides[j])
                j += 1
            } else {
                let regions = first.sides[i].regions.intersection(second.sides[j].regions)
                if regions.isEmpty { return .conflict(variable: first.sides[i].variable) }
                sides.append((first.sides[i].variable, regions))
                i += 1
                j += 1
            }
        }
        return .box(Box(sides: sides))
    }
}
