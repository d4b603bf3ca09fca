internal import CCurl
internal import Glibc

/// One libcurl easy handle, reused for many attempts. Used on the transfer thread only.
@safe final class TransferHandle {
    private let curl: UnsafePointer<swuv_curl>
    let raw: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var fields: UnsafeMutableRawPointer?
    /// The job whose attempt it carries.
    private(set) var job: TransferJob?

    var identity: UInt { unsafe UInt(bitPattern: raw) }

    init?(_ curl: UnsafePointer<swuv_curl>) {
        guard let raw = unsafe curl.pointee.easy_init() else { return nil }
        unsafe self.curl = curl
        unsafe self.raw = raw
        unsafe errorText = .allocate(capacity: Int(swuv_curl_error_size))
        unsafe errorText.initialize(repeating: 0, count: Int(swuv_curl_error_size))
    }

    deinit {
        unsafe curl.pointee.easy_cleanup(raw)
        unsafe curl.pointee.slist_free_all(fields)
        unsafe errorText.deallocate()
    }

    /// Makes the handle ready for the next attempt of `job`.
    func prepare(_ job: TransferJob, _ settings: TransferSettings) {
        let headerFields = job.begin()
        self.job = job
        unsafe errorText[0] = 0
        unsafe swuv_curl_set_error_text(raw, errorText)
        set(swuv_curl_url, job.url.text)
        // Signals would be raised in any thread of the process.
        set(swuv_curl_no_signal, 1)
        set(swuv_curl_user_agent, "swuv")
        unsafe swuv_curl_prefer_http2(raw)
        // Better to wait for the first connection to say whether it can carry many transfers.
        set(swuv_curl_pipe_wait, 1)
        set(swuv_curl_tcp_keep_alive, 1)
        set(swuv_curl_suppress_connect_headers, 1)
        set(swuv_curl_buffer_size, 128 << 10)
        set(swuv_curl_connect_timeout_ms, min(settings.timeoutSeconds, 10) * 1000)
        // A trickle counts as silence.
        set(swuv_curl_low_speed_limit, 64)
        set(swuv_curl_low_speed_time, settings.timeoutSeconds)
        if job.request.allowsCompression { set(swuv_curl_accept_encoding, "") }
        set(swuv_curl_proxy, settings.proxies.proxy(for: job.url) ?? "")
        set(swuv_curl_no_proxy, settings.proxies.exceptions)
        setTrust(job.url, settings)
        setFields(headerFields)
        setReceivers(job)
    }

    /// Forgets the job; connections, names and TLS sessions stay known.
    func reset() {
        job = nil
        unsafe curl.pointee.easy_reset(raw)
    }

    private func setTrust(_ url: URLReference, _ settings: TransferSettings) {
        guard url.scheme == "https" else { return }
        if settings.isInsecure(url) {
            set(swuv_curl_verify_peer, 0)
            set(swuv_curl_verify_host, 0)
        }
        if let file = settings.certificateFile {
            set(swuv_curl_ca_file, file)
        } else if settings.certificateDirectory != nil {
            set(swuv_curl_ca_file, nil)
        }
        if let directory = settings.certificateDirectory { set(swuv_curl_ca_directory, directory) }
    }

    private func setFields(_ headerFields: [(name: String, value: String)]) {
        unsafe curl.pointee.slist_free_all(fields)
        unsafe fields = nil
        for (name, value) in headerFields {
            unsafe fields = curl.pointee.slist_append(fields, "\(name): \(value)")
        }
        unsafe swuv_curl_set_headers(raw, fields)
    }

    private func setReceivers(_ job: TransferJob) {
        // The handle keeps the job for as long as libcurl can call back.
        let context = unsafe Unmanaged.passUnretained(job)
        let receiveHeader: swuv_curl_receive = { bytes, size, count, context in
            let job = unsafe Unmanaged<TransferJob>.fromOpaque(context!).takeUnretainedValue()
            let raw = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe job.receiveHeader(raw) ? raw.count : 0
        }
        let receiveBody: swuv_curl_receive = { bytes, size, count, context in
            let job = unsafe Unmanaged<TransferJob>.fromOpaque(context!).takeUnretainedValue()
            let raw = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe job.receiveBody(raw) ? raw.count : 0
        }
        unsafe swuv_curl_set_receivers(raw, receiveHeader, receiveBody, context.toOpaque())
    }

    private func set(_ option: swuv_curl_number, _ value: Int) {
        unsafe swuv_curl_set_number(raw, option, value)
    }

    private func set(_ option: swuv_curl_text, _ text: String?) {
        unsafe swuv_curl_set_text(raw, option, text)
    }

    /// Whether the answer came over HTTP/2 or later.
    var isMultiplexed: Bool { unsafe swuv_curl_is_multiplexed(raw) != 0 }

    /// What went wrong, `general` being libcurl's words for any failure of that kind; nil for success.
    func failure(_ result: swuv_curl_result, general: String) -> TransferFailure? {
        let (kind, mayPass): (TransferError.Kind, Bool)
        switch result {
        case swuv_curl_ok: return nil
        case swuv_curl_unreachable: (kind, mayPass) = (.unreachable, true)
        case swuv_curl_timed_out: (kind, mayPass) = (.timedOut, false)
        case swuv_curl_interrupted: (kind, mayPass) = (.interrupted, true)
        case swuv_curl_handshake_failed: (kind, mayPass) = (.untrusted, true)
        case swuv_curl_untrusted: (kind, mayPass) = (.untrusted, false)
        default: (kind, mayPass) = (.badAnswer, false)
        }
        let text = unsafe String(cString: errorText)
        return TransferFailure(kind: kind, detail: text.isEmpty ? general : text, mayPass: mayPass)
    }
}
