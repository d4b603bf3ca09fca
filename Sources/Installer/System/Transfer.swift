/// Fetches over HTTP and HTTPS. All transfers share one thread, one set of connections and one bound.
///
/// The thread starts with the first request and ends when the last owner lets go.
package final class Transfer: Sendable {
    private let loop: TransferLoop

    package init(settings: TransferSettings) {
        loop = TransferLoop(settings)
    }

    deinit { loop.stop() }

    /// Fetches `request`, behind earlier ones if there are many. The future fails with a `TransferError`
    /// when no usable answer comes; a status such as 404 is an answer.
    ///
    /// The future completes on the transfer thread: leave longer work to a pool.
    package func start(_ request: TransferRequest) -> Future<TransferResponse> {
        let promise = Future<TransferResponse>()
        guard request.url.isHTTP else {
            promise.fail(
                TransferError(
                    .badAnswer, url: request.url, detail: "the scheme is neither `http` nor `https`"))
            return promise
        }
        loop.add(request, promise)
        return promise
    }
}
