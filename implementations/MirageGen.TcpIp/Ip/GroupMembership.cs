namespace MirageGen.TcpIp;

/// <summary>That a group is joined on an interface, until it is disposed.</summary>
internal sealed class GroupMembership(GroupReports groups, IpAddress group) : IDisposable
{
    private bool _isLeft;

    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            groups.Leave(group);
        }
    }
}
