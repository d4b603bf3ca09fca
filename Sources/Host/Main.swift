@main
struct Main {
    static func main() {
        print("swuv 0.1.0")
    }
}
