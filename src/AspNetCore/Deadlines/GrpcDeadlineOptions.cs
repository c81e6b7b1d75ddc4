namespace GrpcSdk.AspNetCore;

/// <summary>How long calls may take at the server, whatever their caller asks for.</summary>
public sealed class GrpcDeadlineOptions
{
    /// <summary>The deadline of unary calls that come without one. Default: none.</summary>
    public TimeSpan? Default { get; set; }

    /// <summary>The deadline of streaming calls that come without one. Default: none, so that subscriptions live on.</summary>
    public TimeSpan? DefaultForStreams { get; set; }

    /// <summary>The longest deadline that is granted; longer ones are shortened. Default: none.</summary>
    public TimeSpan? Maximum { get; set; }

    /// <summary>
    /// What calls to other servers leave of the deadline, so that there is time to answer the caller after they failed.
    /// Default 50 milliseconds.
    /// </summary>
    public TimeSpan ReplyReserve { get; set; } = TimeSpan.FromMilliseconds(50);
}
