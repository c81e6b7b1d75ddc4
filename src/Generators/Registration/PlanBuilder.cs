// Flattens declarations of all levels into one ordered list per service and per client, and says what is wrong with it.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Registration;

/// <summary>Makes plans from declarations.</summary>
internal static class PlanBuilder
{
    /// <summary>The plans of all services and the diagnostics of their chains.</summary>
    public static (ServerRegistration Registration, EquatableArray<DiagnosticInfo> Errors) ForServices(
        IEnumerable<ServiceDeclaration> services,
        EquatableArray<InterceptorDeclaration> onAssembly)
    {
        var errors = new List<DiagnosticInfo>();
        var outer = Usable(onAssembly, RpcSide.Server, "the assembly", errors);
        var plans = new List<ServicePlan>();
        var registered = new List<InterceptorDeclaration>(outer);
        foreach (var service in OnePerService(services, errors))
        {
            var own = service.Declarations
                .GroupBy(declaration => declaration.Method)
                .SelectMany(group => Usable(group, RpcSide.Server, group.Key is null ? $"'{service.Name}'" : $"'{service.Name}.{group.Key}'", errors))
                .ToList();
            registered.AddRange(own);
            plans.Add(Flatten(service, outer, own, errors));
        }

        return (new ServerRegistration(Registrations(registered), plans.ToEquatableArray()), errors.Distinct().ToEquatableArray());
    }

    /// <summary>The plans of all clients and the diagnostics of their chains.</summary>
    public static (ClientRegistration Registration, EquatableArray<DiagnosticInfo> Errors) ForClients(
        EquatableArray<ClientDeclaration> clients,
        EquatableArray<InterceptorDeclaration> interceptors)
    {
        var errors = new List<DiagnosticInfo>();
        var usable = interceptors
            .GroupBy(declaration => declaration.Client)
            .SelectMany(group => Usable(group, RpcSide.Client, group.Key is null ? "the assembly" : $"'{group.Key}'", errors))
            .ToList();
        errors.AddRange(usable
            .Where(declaration => declaration.Client is { } client && clients.All(known => known.Type != client))
            .Select(declaration => DiagnosticInfo.Create(
                RegistrationDiagnostics.UnknownClient, declaration.Location, declaration.Interceptor.Name, Short(declaration.Client!))));

        var plans = new List<ClientPlan>();
        foreach (var client in clients.OrderBy(client => client.Name, StringComparer.Ordinal))
        {
            if (plans.FirstOrDefault(plan => plan.Name == client.Name) is { } other)
            {
                errors.Add(DiagnosticInfo.Create(
                    RegistrationDiagnostics.DuplicateClient, client.Location, Short(client.Type), Short(other.Type), client.Name));
                continue;
            }

            var chain = Sort(Innermost(usable.Where(declaration => declaration.Client is null || declaration.Client == client.Type)));
            ReportEqualOrder(chain, client.Name, errors);
            ReportUncovered(chain, RpcKinds.All, client.Name, RpcSide.Client, errors);
            plans.Add(new ClientPlan(
                client.Type,
                client.Name,
                client.DescriptorOwner,
                chain.Select(entry => new PlanEntry(entry.Interceptor, entry.Order, null)).ToEquatableArray()));
        }

        return (new ClientRegistration(Registrations(usable), plans.ToEquatableArray()), errors.Distinct().ToEquatableArray());
    }

    // The host maps every class: two of one service answer the same calls, and each call of them fails with HTTP 500.
    private static IEnumerable<ServiceDeclaration> OnePerService(IEnumerable<ServiceDeclaration> services, List<DiagnosticInfo> errors)
    {
        var first = new Dictionary<string, ServiceDeclaration>();
        foreach (var service in services.OrderBy(service => service.Type, StringComparer.Ordinal))
        {
            if (first.TryGetValue(service.Service, out var other))
            {
                errors.Add(DiagnosticInfo.Create(RegistrationDiagnostics.SameService, service.Location, service.Name, other.Name, Short(service.Service)));
                continue;
            }

            first.Add(service.Service, service);
            yield return service;
        }
    }

    private static ServicePlan Flatten(
        ServiceDeclaration service,
        List<InterceptorDeclaration> outer,
        List<InterceptorDeclaration> own,
        List<DiagnosticInfo> errors)
    {
        var methodsOf = new Dictionary<(string Type, int Order), (InterceptorModel Interceptor, List<string> Methods)>();
        foreach (var rpc in service.Rpcs)
        {
            var chain = Sort(Innermost(outer.Concat(own.Where(declaration => declaration.Method is null || declaration.Method == rpc.Name))));
            var name = $"{service.Name}.{rpc.Name}";
            ReportEqualOrder(chain, service.Name, errors);
            ReportRecovery(chain, service.Name, errors);
            ReportUncovered(chain, RpcSide.ToFlag(rpc.Kind), name, RpcSide.Server, errors);
            foreach (var entry in chain)
            {
                var key = (entry.Interceptor.Type, entry.Order);
                if (!methodsOf.TryGetValue(key, out var slot))
                {
                    methodsOf[key] = slot = (entry.Interceptor, []);
                }

                slot.Methods.Add(rpc.Name);
            }
        }

        var entries = methodsOf
            .OrderBy(slot => slot.Key.Order)
            .ThenBy(slot => slot.Key.Type, StringComparer.Ordinal)
            .Select(slot => new PlanEntry(
                slot.Value.Interceptor,
                slot.Key.Order,
                slot.Value.Methods.Count == service.Rpcs.Count ? null : slot.Value.Methods.ToEquatableArray()));
        return new ServicePlan(service.Type, entries.ToEquatableArray());
    }

    // Of several declarations of one interceptor the innermost counts; it may also take the interceptor off.
    private static IEnumerable<InterceptorDeclaration> Innermost(IEnumerable<InterceptorDeclaration> declarations) =>
        declarations
            .GroupBy(declaration => declaration.Interceptor.Type)
            .Select(group => group.OrderBy(declaration => declaration.Level).ThenBy(declaration => declaration.Client is not null).Last())
            .Where(declaration => declaration.Enabled);

    private static List<InterceptorDeclaration> Sort(IEnumerable<InterceptorDeclaration> declarations) =>
        [.. declarations.OrderBy(declaration => declaration.Order).ThenBy(declaration => declaration.Interceptor.Type, StringComparer.Ordinal)];

    private static List<InterceptorDeclaration> Usable(
        IEnumerable<InterceptorDeclaration> declarations,
        RpcSide side,
        string place,
        List<DiagnosticInfo> errors)
    {
        var usable = new List<InterceptorDeclaration>();
        foreach (var declaration in declarations)
        {
            var interceptor = declaration.Interceptor;
            if (interceptor.Arguments is null)
            {
                errors.Add(DiagnosticInfo.Create(RegistrationDiagnostics.NoConstructor, declaration.Location, interceptor.Name));
            }
            else if (side.Kinds(interceptor) == RpcKinds.None && side.Opposite.Kinds(interceptor) != RpcKinds.None)
            {
                errors.Add(DiagnosticInfo.Create(RegistrationDiagnostics.WrongSide, declaration.Location, interceptor.Name, side.Opposite.Name, side.Name));
            }
            else
            {
                usable.Add(declaration);
            }
        }

        foreach (var twice in usable.GroupBy(declaration => declaration.Interceptor.Type).Where(group => group.Count() > 1))
        {
            errors.Add(DiagnosticInfo.Create(RegistrationDiagnostics.DeclaredTwice, twice.Last().Location, twice.Last().Interceptor.Name, place));
        }

        return usable;
    }

    private static void ReportEqualOrder(List<InterceptorDeclaration> chain, string around, List<DiagnosticInfo> errors)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            if (chain[i].Order == chain[i - 1].Order)
            {
                var inner = chain[i].Level >= chain[i - 1].Level ? chain[i] : chain[i - 1];
                var outer = ReferenceEquals(inner, chain[i]) ? chain[i - 1] : chain[i];
                errors.Add(DiagnosticInfo.Create(
                    RegistrationDiagnostics.EqualOrder, inner.Location, outer.Interceptor.Name, inner.Interceptor.Name, $"{inner.Order}", around));
            }
        }
    }

    private static void ReportRecovery(List<InterceptorDeclaration> chain, string around, List<DiagnosticInfo> errors)
    {
        var position = chain.FindIndex(declaration => declaration.Interceptor.IsRecovery);
        foreach (var outside in chain.Take(position))
        {
            errors.Add(DiagnosticInfo.Create(
                RegistrationDiagnostics.RecoveryInside,
                outside.Location,
                outside.Interceptor.Name,
                $"{outside.Order}",
                $"{chain[position].Order}",
                around));
        }
    }

    private static void ReportUncovered(List<InterceptorDeclaration> chain, RpcKinds needed, string around, RpcSide side, List<DiagnosticInfo> errors)
    {
        foreach (var declaration in chain)
        {
            var missing = needed & ~side.Kinds(declaration.Interceptor);
            if (missing != RpcKinds.None && !declaration.Interceptor.IsJudgedByItself)
            {
                errors.Add(DiagnosticInfo.Create(
                    RegistrationDiagnostics.KindNotCovered, declaration.Location, declaration.Interceptor.Name, side.MethodNames(missing), around, side.BaseClass));
            }
        }
    }

    private static EquatableArray<InterceptorRegistration> Registrations(IEnumerable<InterceptorDeclaration> declarations) =>
        declarations
            .Where(declaration => declaration.Enabled)
            .GroupBy(declaration => declaration.Interceptor.Type)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new InterceptorRegistration(group.Last().Interceptor, group.Last().Lifetime))
            .ToEquatableArray();

    private static string Short(string qualified) => qualified.Substring(qualified.LastIndexOf('.') + 1);
}
