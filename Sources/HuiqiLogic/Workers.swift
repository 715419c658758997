import Glibc

/// Runs numbered pieces of work on a fixed number of threads and waits for them.
///
/// The pieces are taken in order from a shared counter; which thread takes which piece is left open, so a
/// caller writes each piece's result to its own place and joins them in order of number. No thread outlives
/// the call.
public enum Workers {
    /// The most threads that are started, whatever is asked for.
    public static let limit = 256

    /// Runs `work` for every number of `0..<pieces` on at most `threads` threads, the caller's among them.
    ///
    /// A thread that cannot be started is done without.
    public static func run(pieces: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Void) {
        let wanted = min(max(1, threads), max(1, pieces), limit)
        let shared = Queue(pieces: pieces, work: work)
        var started: [pthread_t] = []
        for _ in 1..<max(1, wanted) {
            var thread = pthread_t()
            // Safe: the retained queue is released once by the thread that receives it, or below when the
            // thread could not be started.
            let retained = unsafe Unmanaged.passRetained(shared)
            let status = unsafe pthread_create(
                &thread, nil,
                { pointer in
                    // Safe: `pthread_create` hands over the pointer retained above, exactly once.
                    guard let pointer = unsafe pointer else { return nil }
                    unsafe Unmanaged<Queue>.fromOpaque(pointer).takeRetainedValue().drain()
                    return nil
                }, retained.toOpaque())
            if status == 0 { started.append(thread) } else { unsafe retained.release() }
        }
        shared.drain()
        for thread in started { pthread_join(thread, nil) }
    }

    private final class Queue: @unchecked Sendable {
        private let lock = Lock()
        private var next = 0
        private let pieces: Int
        private let work: @Sendable (Int) -> Void

        init(pieces: Int, work: @escaping @Sendable (Int) -> Void) {
            self.pieces = pieces
            self.work = work
        }

        func drain() {
            while true {
                let piece = lock.withLock { () -> Int in
                    defer { next &+= 1 }
                    return next
                }
                if piece >= pieces { return }
                work(piece)
            }
        }
    }
}

/// A mutual exclusion lock: a POSIX mutex, which thread checkers understand.
@safe public final class Lock: @unchecked Sendable {
    // Safe: allocated once, initialised before use, destroyed with the object.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    public init() {
        unsafe mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        _ = unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Runs `body` while no other thread runs one under this lock.
    public func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return try body()
    }
}
