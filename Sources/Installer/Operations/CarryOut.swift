extension Session {
    /// Brings `environment` to what `plan` says, and answers with the steps that were made.
    ///
    /// - Parameter lock: the environment's, held since it was looked at.
    func carryOut(
        _ plan: InstallPlan, in environment: Environment, linkMode: LinkMode? = nil,
        compilingBytecode: Bool = false, holding lock: EnvironmentLock
    ) throws -> [StepSummary] {
        reporter.began(.installing, total: plan.add.count)
        defer { reporter.ended(.installing) }
        let installer = WheelInstaller(
            environment: environment, store: ArchiveStore(cache: cache, pool: pool, reporter: reporter),
            linkMode: linkMode ?? .hardlink, pool: pool, reporter: reporter)
        let outcome = try installer.apply(plan, holding: lock)
        var steps: [StepSummary] = []
        if !plan.remove.isEmpty {
            steps.append(
                StepSummary(.uninstalled, count: plan.remove.count, in: .nanoseconds(outcome.commitTime)))
        }
        if !plan.add.isEmpty {
            steps.append(
                StepSummary(
                    .installed, count: plan.add.count,
                    in: .nanoseconds(outcome.stageTime + (plan.remove.isEmpty ? outcome.commitTime : 0))))
        }
        if compilingBytecode, !plan.add.isEmpty { steps.append(try compileBytecode(plan, in: environment)) }
        for step in steps { reporter.finished(step) }
        return steps
    }

    private func compileBytecode(_ plan: InstallPlan, in environment: Environment) throws -> StepSummary {
        let started = Clock.monotonic()
        let modules = Bytecode.modules(of: plan.add, in: environment)
        reporter.began(.compilingBytecode, total: modules.count)
        defer { reporter.ended(.compilingBytecode) }
        let count = try Bytecode(interpreter: environment.interpreter.executable, pool: pool).compile(modules)
        return StepSummary(.compiledBytecode, count: count, in: .nanoseconds(Clock.monotonic() - started))
    }
}
