using MirageGen.Xen.Store;

namespace MirageGen.Xen.Xenbus;

/// <summary>Finds the domain's devices in the store.</summary>
internal static class DevicePaths
{
    /// <summary>The path of a device.</summary>
    /// <param name="store">The store.</param>
    /// <param name="kind">Its kind in the store: <c>vif</c>, <c>vbd</c>.</param>
    /// <param name="name">Its name in the store.</param>
    /// <param name="what">What it is called to people.</param>
    /// <param name="setting">What in the domain's configuration makes one.</param>
    /// <param name="call">What people call a device by its name in the store; null where that is its name.</param>
    /// <exception cref="DeviceException">There is none: says which there are.</exception>
    public static async Task<string> FindAsync(
        XenStore store, string kind, string name, string what, string setting, Func<string, string>? call = null)
    {
        var names = await store.ListAsync($"device/{kind}");
        if (Array.IndexOf(names, name) >= 0)
        {
            return $"device/{kind}/{name}";
        }

        var there = names.Length == 0 ? $"none: add one to its configuration ({setting} = [ ... ])" : string.Join(", ", Array.ConvertAll(names, Called));
        throw new DeviceException($"the domain has no {what} {Called(name)}; it has {there}");

        string Called(string one) => call?.Invoke(one) ?? one;
    }
}
