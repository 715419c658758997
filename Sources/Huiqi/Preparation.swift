import HuiqiIndex
import HuiqiLogic
import HuiqiMatch

/// A snapshot's population made ready for its plan: made by the first question that needs it, with the blocks
/// that an earlier snapshot has made.
final class Preparation: @unchecked Sendable {
    private let lock = Lock()
    private var made: PreparedPopulation?
    private var earlier: Preparation?

    /// - Parameter earlier: That of the last snapshot.
    init(after earlier: Preparation?) { self.earlier = earlier?.last }

    /// The nearest one that has been made, so that no chain is held.
    private var last: Preparation? { lock.withLock { made == nil ? earlier : self } }

    func population(_ plan: DayPlan, _ population: Population, threads: Int) -> PreparedPopulation {
        lock.withLock {
            if let made { return made }
            let new = PreparedPopulation(plan, population, sharing: earlier?.peek, threads: threads)
            made = new
            earlier = nil
            return new
        }
    }

    /// The population where it is ready, or is made so at little cost; nil for the first questions, which are
    /// answered sooner without. Once several were asked, it is made.
    func known(_ plan: DayPlan, _ population: Population) -> PreparedPopulation? {
        let isWorth = lock.withLock {
            asked += 1
            return made != nil || earlier?.peek != nil || asked > Preparation.patience
        }
        return isWorth ? self.population(plan, population, threads: 1) : nil
    }

    private var asked = 0
    /// Questions of one clause after which more of them are expected.
    private static let patience = 2

    private var peek: PreparedPopulation? { lock.withLock { made } }
}
