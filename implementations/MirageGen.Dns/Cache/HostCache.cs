namespace MirageGen.Dns.Cache;

/// <summary>Hosts that were looked up, for as long as their records say, a bounded number; the least recently used goes first.</summary>
internal sealed class HostCache(TimeProvider clock, int capacity)
{
    private readonly Dictionary<DomainName, LinkedListNode<KeptHost>> _hosts = [];
    private readonly LinkedList<KeptHost> _byUse = new();

    /// <summary>How many there are.</summary>
    public int Count => _hosts.Count;

    /// <summary>Finds what still holds.</summary>
    public HostEntry? Find(DomainName host)
    {
        if (!_hosts.TryGetValue(host, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        if (clock.GetElapsedTime(node.Value.Since) >= node.Value.Entry.TimeToLive)
        {
            _hosts.Remove(host);
            return null;
        }

        _byUse.AddFirst(node);
        return node.Value.Entry;
    }

    /// <summary>Keeps what was found out, in place of what was known.</summary>
    public void Keep(DomainName host, HostEntry entry)
    {
        if (_hosts.Remove(host, out var known))
        {
            _byUse.Remove(known);
        }

        if (entry.TimeToLive <= TimeSpan.Zero)
        {
            return;
        }

        if (_hosts.Count >= capacity)
        {
            _hosts.Remove(_byUse.Last!.Value.Host);
            _byUse.RemoveLast();
        }

        _hosts.Add(host, _byUse.AddFirst(new KeptHost(host, entry, clock.GetTimestamp())));
    }

    private readonly record struct KeptHost(DomainName Host, HostEntry Entry, long Since);
}
