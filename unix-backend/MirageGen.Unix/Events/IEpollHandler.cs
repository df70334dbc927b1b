namespace MirageGen.Unix.Events;

/// <summary>What an <see cref="EpollLoop"/> calls when something happened to a file descriptor.</summary>
internal interface IEpollHandler
{
    /// <summary>Called while the loop looks for events. Does the device's work, completes awaits; must not wait.</summary>
    void OnEvents(EpollEvents events);
}
