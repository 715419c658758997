import Huiqi
import Testing

/// The first matches as numbers are the first matches of a whole answer, however many were asked before.
@Suite struct FirstContract {
    private static let tops = [0, 1, 3, 10, FirstMatches.limit]

    @Test(arguments: 0..<(EvaluatorContract.isFull ? 60 : 6)) func firstAgreesWithMatch(seed: Int) throws {
        let world = try World(seed: UInt64(seed) &* 31 &+ 3, clauses: 120, profiles: 60)
        var dice = Dice(UInt64(seed) &+ 77)
        var plain = 0
        for key in world.keys {
            for top in FirstContract.tops {
                let answer = try world.snapshot.match(.key(key), options: AnswerOptions(top: top))
                try check(world.snapshot.first(top, key: Array(key.utf8)), answer, world.snapshot)
            }
            var line = RandomProfiles.line(&dice, key: key, without: dice.pick([0, 25, 80]))
            // Much that must be remembered, so that now and then it is forgotten.
            if dice.chance(30) {
                line = line.dropLast() + ",\"materials\":[{\"name\":\"\(filler(&dice))\"}]}"
            }
            for top in FirstContract.tops {
                let bytes = Array(line.utf8)
                let answer = try world.snapshot.match(.json(bytes), options: AnswerOptions(top: top))
                let first = world.snapshot.first(top, json: bytes.span)
                if first != nil { plain += 1 }
                try check(first, answer, world.snapshot)
            }
        }
        #expect(plain == world.keys.count * FirstContract.tops.count)
        let isSomebody = world.snapshot.first(1, key: Array("nobody".utf8)) != nil
        #expect(!isSomebody)
    }

    private func filler(_ dice: inout Dice) -> String {
        String(repeating: dice.pick(["甲", "乙"]), count: 9_000 + dice.below(1_000))
    }

    private func check(_ first: consuming FirstMatches?, _ answer: MatchAnswer, _ snapshot: Snapshot) throws {
        guard let first else {
            Issue.record("not answered")
            return
        }
        #expect(first.totals == answer.totals)
        #expect(first.warnings == answer.warnings)
        var key = ""
        first.withKey { bytes in key = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
        #expect(key == answer.profile.key)
        try #require(first.count == answer.matches.count)
        var numbers: [FirstMatch] = []
        for index in 0..<first.count {
            numbers.append(first[index])
            let (id, title) = first.texts(index)
            #expect(id == answer.matches[index].clause.clause.id)
            #expect(title == answer.matches[index].clause.clause.title)
        }
        let whole = snapshot.answer(numbers, key: key, totals: first.totals, warnings: first.warnings)
        #expect(whole.json == answer.json)
    }

    @Test func whatIsNotAProfileIsNotAnswered() throws {
        let world = try World(seed: 4, clauses: 10, profiles: 2)
        for text in ["", "{", "[]", "{\"id\":1}", "{\"id\":\"a\",\"id\":\"b\"}", "{\"nothing\":1}"] {
            let isAnswered = world.snapshot.first(10, json: Array(text.utf8).span) != nil
            #expect(!isAnswered, "\(text)")
        }
    }
}
