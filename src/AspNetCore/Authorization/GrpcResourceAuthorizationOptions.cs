namespace GrpcSdk.AspNetCore;

/// <summary>Which messages name a resource whose policy the caller must meet.</summary>
public sealed class GrpcResourceAuthorizationOptions
{
    private readonly Dictionary<Type, string> _policies = [];

    /// <summary>Checks every received message of a type against a policy, with the message as the resource.</summary>
    /// <typeparam name="TMessage">The request message.</typeparam>
    /// <param name="policy">The name of a policy whose requirements look at the message.</param>
    public GrpcResourceAuthorizationOptions Require<TMessage>(string policy)
        where TMessage : class
    {
        ArgumentException.ThrowIfNullOrEmpty(policy);
        _policies[typeof(TMessage)] = policy;
        return this;
    }

    internal string? PolicyFor(object message) => _policies.GetValueOrDefault(message.GetType());
}
