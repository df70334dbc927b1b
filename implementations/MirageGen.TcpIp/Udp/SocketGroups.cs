namespace MirageGen.TcpIp;

/// <summary>The groups that one socket has joined.</summary>
internal sealed class SocketGroups
{
    private readonly List<Joined> _joined = [];

    /// <summary>Joins a group, once however often it is asked for.</summary>
    public void Join(IIp ip, IpAddress group, IpAddress local)
    {
        if (!_joined.Exists(joined => joined.Group == group && joined.Local == local))
        {
            _joined.Add(new(group, local, ip.JoinGroup(group, local)));
        }
    }

    /// <summary>Leaves a group that was joined in the same words.</summary>
    public void Leave(IpAddress group, IpAddress local)
    {
        var index = _joined.FindIndex(joined => joined.Group == group && joined.Local == local);
        if (index >= 0)
        {
            _joined[index].Membership.Dispose();
            _joined.RemoveAt(index);
        }
    }

    public void LeaveAll()
    {
        _joined.ForEach(static joined => joined.Membership.Dispose());
        _joined.Clear();
    }

    /// <summary>Whether a group was joined, on whatever interface.</summary>
    public bool Contains(IpAddress group)
    {
        foreach (var entry in _joined)
        {
            var joined = entry.Group;
            if (joined.IsV4 == group.IsV4 && (group.IsV4 ? joined == group : joined.V6 == group.V6))
            {
                return true;
            }
        }

        return false;
    }

    // No tuple: a delegate that takes one with a reference in it brings .NET's type loader into an image.
    private readonly struct Joined(IpAddress group, IpAddress local, IDisposable membership)
    {
        public IpAddress Group { get; } = group;

        public IpAddress Local { get; } = local;

        public IDisposable Membership { get; } = membership;
    }
}
