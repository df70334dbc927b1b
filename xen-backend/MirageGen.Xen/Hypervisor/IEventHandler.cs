namespace MirageGen.Xen.Hypervisor;

/// <summary>Who listens to an event channel.</summary>
internal interface IEventHandler
{
    /// <summary>The other end has notified, once or several times. Called on the loop; must not wait.</summary>
    void OnEvent();
}
