/// Finds the name that was probably meant.
enum Suggestion {
    /// The candidate at the smallest edit distance, at most 2 and less than half the name; nil if none.
    static func nearest(_ name: String, among candidates: [String]) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            if candidate.lowercased() == name.lowercased() { return candidate }
            let distance = editDistance(Array(name.utf8), Array(candidate.utf8))
            guard distance <= 2, distance * 2 < name.utf8.count + 1 else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        return best?.name
    }

    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard abs(left.count - right.count) <= 2 else { return 3 }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
