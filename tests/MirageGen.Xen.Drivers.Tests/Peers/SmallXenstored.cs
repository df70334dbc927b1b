using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// A xenstored with one guest on its ring (public/io/xs_wire.h; docs/misc/xenstore.txt of Xen), and with other ends in the same
/// process, which use <see cref="Tree"/> themselves.
/// </summary>
internal sealed unsafe class SmallXenstored
{
    private const int HeaderOctets = 16;

    private readonly SimulatedHypervisor _hypervisor;
    private readonly string _home;
    private readonly List<byte> _incoming = [];
    private readonly Queue<byte[]> _answers = new();
    private readonly Dictionary<uint, StoreTransaction> _transactions = [];
    private readonly List<(string Path, string Token)> _watches = [];
    private readonly byte[] _header = new byte[HeaderOctets];
    private int _sent;
    private uint _lastTransaction;
    private bool _isWorking;

    public SmallXenstored(SimulatedHypervisor hypervisor, ushort domain)
    {
        _hypervisor = hypervisor;
        Domain = domain;
        _home = $"/local/domain/{domain}/";
        Page = hypervisor.TakePages(1);
        var indexes = (uint*)(Page + 2048);
        Requests = new(Page, 1024, indexes, indexes + 1);
        Responses = new(Page + 1024, 1024, indexes + 2, indexes + 3);
        Port = hypervisor.MakePort(Work);
        Tree = new(Tell);
    }

    /// <summary>The guest's number.</summary>
    public ushort Domain { get; }

    public byte* Page { get; }

    public uint Port { get; }

    public OctetPipe Requests { get; }

    public OctetPipe Responses { get; }

    public StoreTree Tree { get; }

    /// <summary>What the guest asked, oldest first: operation, transaction or zero, and text.</summary>
    public List<(int Operation, uint Transaction, string Text)> Asked { get; } = [];

    /// <summary>Whether it says nothing and reads nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether it reads, but answers nothing.</summary>
    public bool IsMute { get; set; }

    /// <summary>The most octets that it puts into the ring at a time.</summary>
    public int MostAtOnce { get; set; } = int.MaxValue;

    /// <summary>Transactions to come that conflict with somebody else's.</summary>
    public int ConflictsToCome { get; set; }

    /// <summary>Paths below which the guest may not write.</summary>
    public List<string> Forbidden { get; } = [];

    /// <summary>Whether it sets no watch.</summary>
    public bool RefusesWatches { get; set; }

    /// <summary>The watches that there are.</summary>
    public int Watches => _watches.Count;

    /// <summary>Transactions that were begun and not ended.</summary>
    public int OpenTransactions => _transactions.Count;

    /// <summary>Sends octets as they are.</summary>
    public void Send(byte[] octets)
    {
        _answers.Enqueue(octets);
        Work();
    }

    /// <summary>Sends a message.</summary>
    public void Send(int operation, uint request, uint transaction, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var message = new byte[HeaderOctets + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, operation);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), request);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), transaction);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), payload.Length);
        payload.CopyTo(message, HeaderOctets);
        Send(message);
    }

    /// <summary>Does what is to be done; called when the guest notifies.</summary>
    public void Work()
    {
        if (IsSilent || _isWorking)
        {
            return;
        }

        _isWorking = true;
        var any = Requests.Read(_incoming) > 0;
        while (TryTake(out var operation, out var request, out var transaction, out var text))
        {
            Asked.Add((operation, transaction, text));
            if (!IsMute)
            {
                Answer(operation, request, transaction, text);
            }
        }

        any |= Flush();
        _isWorking = false;
        if (any)
        {
            _hypervisor.Raise(Port);
        }
    }

    private bool Flush()
    {
        var any = false;
        while (_answers.TryPeek(out var answer))
        {
            var count = Responses.Write(answer.AsSpan(_sent), MostAtOnce);
            any |= count > 0;
            _sent += count;
            if (_sent < answer.Length)
            {
                break;
            }

            _sent = 0;
            _ = _answers.Dequeue();
        }

        return any;
    }

    private string Full(string path) => path.StartsWith('/') ? path : _home + path;

    private bool TryTake(out int operation, out uint request, out uint transaction, out string text)
    {
        (operation, request, transaction, text) = (0, 0, 0, string.Empty);
        if (_incoming.Count < HeaderOctets)
        {
            return false;
        }

        _incoming.CopyTo(0, _header, 0, HeaderOctets);
        var length = BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(12));
        if (_incoming.Count < HeaderOctets + length)
        {
            return false;
        }

        operation = BinaryPrimitives.ReadInt32LittleEndian(_header);
        request = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(4));
        transaction = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(8));
        text = Encoding.UTF8.GetString([.. _incoming.GetRange(HeaderOctets, length)]);
        _incoming.RemoveRange(0, HeaderOctets + length);
        return true;
    }

    private void Answer(int operation, uint request, uint transaction, string text)
    {
        var words = text.Split('\0');
        var path = Full(words[0]);
        if (transaction != 0 && !_transactions.ContainsKey(transaction))
        {
            Fail(request, transaction, "ENOENT");
            return;
        }

        switch (operation)
        {
            case 1:
                Say(operation, request, transaction, Tree.List(path) is { } names ? string.Concat(names.Select(name => name + '\0')) : null);
                break;
            case 2:
                Say(operation, request, transaction, Tree.Read(path));
                break;
            case 4 when RefusesWatches:
                Fail(request, transaction, "EACCES");
                break;
            case 4:
                _watches.Add((words[0], words[1]));
                Say(operation, request, transaction, "OK\0");
                Send(15, 0, 0, $"{words[0]}\0{words[1]}\0");
                break;
            case 5:
                _ = _watches.Remove((words[0], words[1]));
                Say(operation, request, transaction, "OK\0");
                break;
            case 6:
                _transactions.Add(++_lastTransaction, new(Tree.Generation));
                Say(operation, request, 0, _lastTransaction.ToString(CultureInfo.InvariantCulture) + '\0');
                break;
            case 7:
                End(request, transaction, words[0] == "T");
                break;
            case 11 when !path.StartsWith(_home, StringComparison.Ordinal) || Forbidden.Exists(path.StartsWith):
                Fail(request, transaction, "EACCES");
                break;
            case 11:
                Write(request, transaction, path, words[1]);
                break;
            case 13:
                Tree.Remove(path);
                Say(operation, request, transaction, "OK\0");
                break;
            default:
                Fail(request, transaction, "ENOSYS");
                break;
        }
    }

    private void Write(uint request, uint transaction, string path, string value)
    {
        if (transaction == 0)
        {
            Tree.Write(path, value);
        }
        else
        {
            _transactions[transaction].Writes.Add((path, value));
        }

        Say(11, request, transaction, "OK\0");
    }

    private void End(uint request, uint transaction, bool commit)
    {
        _ = _transactions.Remove(transaction, out var ended);
        var isConflict = ConflictsToCome > 0 || ended!.Writes.Exists(write => Tree.GenerationOf(write.Path) > ended.Generation);
        if (commit && isConflict)
        {
            ConflictsToCome = Math.Max(0, ConflictsToCome - 1);
            Fail(request, transaction, "EAGAIN");
            return;
        }

        Say(7, request, transaction, "OK\0");
        if (commit)
        {
            ended!.Writes.ForEach(write => Tree.Write(write.Path, write.Value));
        }
    }

    private void Say(int operation, uint request, uint transaction, string? text)
    {
        if (text is null)
        {
            Fail(request, transaction, "ENOENT");
        }
        else
        {
            Send(operation, request, transaction, text);
        }
    }

    private void Fail(uint request, uint transaction, string error) => Send(16, request, transaction, error + '\0');

    private void Tell(string path)
    {
        foreach (var (watched, token) in _watches.ToArray())
        {
            var full = Full(watched);
            if (path == full || path.StartsWith(full + '/', StringComparison.Ordinal))
            {
                Send(15, 0, 0, $"{(watched.StartsWith('/') ? path : path[_home.Length..])}\0{token}\0");
            }
        }
    }
}
