import CHuiqi
import Huiqi

/// The caller's progress function with its pointer.
@safe struct Watcher: @unchecked Sendable {
    // Safe: the header says that other threads call it, one at a time, until the call returns that it was
    // given to.
    let tell: hq_progress
    let user: UnsafeMutableRawPointer?

    var progress: Progress {
        { done, total in unsafe tell(Int64(done), Int64(total), user) != 0 }
    }
}
