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

    private var peek: PreparedPopulation? { lock.withLock { made } }
}
