using System.Globalization;

namespace MirageGen.Xen.Xenbus;

/// <content>The steps of the handshake: what is done when the other end has got somewhere.</content>
internal sealed partial class FrontendLink
{
    private async Task FollowOnceAsync()
    {
        var backend = await ReadBackendStateAsync();
        if (!_isDisposed)
        {
            await StepAsync(backend);
        }
        else if (IsGone(backend))
        {
            _ = _gone.TrySetResult(true);
        }
    }

    private async Task StepAsync(XenbusState backend)
    {
        switch (backend)
        {
            case XenbusState.InitWait or XenbusState.Initialised when _state is XenbusState.Initialising:
                await OfferAsync();
                break;
            case XenbusState.InitWait or XenbusState.Initialised when _state is XenbusState.Connected or XenbusState.Closed:
                // It came up again without having gone down, as a driver does that is bound anew: it may have taken up what it found of ours,
                // rings that are in use, and has to be told to let go of them first.
                await CloseAsync();
                break;
            case XenbusState.Connected when _state is XenbusState.Initialised:
                await ConnectAsync();
                break;
            case XenbusState.Closing:
                await CloseAsync();
                break;
            case XenbusState.Closed when _state is XenbusState.Initialised or XenbusState.Connected:
                LetGo();
                await TellAsync(XenbusState.Closed);
                await BeginAnewAsync();
                break;
            case XenbusState.Closed when _state is XenbusState.Initialising or XenbusState.Closed:
                // It has let go; or it went down before it had seen us begin, and would wait for ever.
                _state = XenbusState.Initialising;
                await BeginAnewAsync();
                break;
            case XenbusState.Unknown when _state is not XenbusState.Initialising:
                LetGo();
                break;
            default:
                break;
        }
    }

    private async Task OfferAsync()
    {
        var offer = await _frontend.OfferAsync(this, _store);
        if (_isDisposed)
        {
            // Taken down meanwhile, before there was anything to take down.
            _frontend.Disconnect();
            return;
        }

        var entries = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in offer)
        {
            entries.Add(new($"{Path}/{name}", value));
        }

        entries.Add(StateEntry(_frontend.OfferedState));
        await _store.WriteTogetherAsync(entries);
        _state = XenbusState.Initialised;
    }

    private async Task ConnectAsync()
    {
        await _frontend.ConnectAsync(this, _store);
        if (_isDisposed)
        {
            return;
        }

        _state = XenbusState.Connected;
        await _store.WriteTogetherAsync([StateEntry(XenbusState.Connected)]);
        if (!_connected.TrySetResult(true))
        {
            BackMessage.Write(_log, Path, BackendDomain);
        }
    }

    private static bool IsGone(XenbusState backend) => backend is XenbusState.Closing or XenbusState.Closed or XenbusState.Unknown;

    // The other end may look at our state late, and what was written over since it never sees: we are closed until it is.
    private Task CloseAsync()
    {
        LetGo();
        _state = XenbusState.Closed;
        return TellAsync(XenbusState.Closed);
    }

    private void LetGo()
    {
        if (_state is XenbusState.Initialised or XenbusState.Connected)
        {
            GoneMessage.Write(_log, Path, BackendDomain);
        }

        GoDown();
    }

    private async Task BeginAnewAsync()
    {
        if (await _store.TryReadNumberAsync(BackendPath + "/online") == 1 && !_isDisposed)
        {
            // It restarts, and offers again once it sees us begin.
            await TellAsync(XenbusState.Initialising);
        }
    }

    private void GoDown()
    {
        _frontend.Disconnect();
        _state = XenbusState.Initialising;
    }

    private Task TellAsync(XenbusState state) => _store.WriteAsync(StateEntry(state).Key, StateEntry(state).Value);

    private KeyValuePair<string, string> StateEntry(XenbusState state) =>
        KeyValuePair.Create(Path + "/state", ((int)state).ToString(CultureInfo.InvariantCulture));

    private async Task<XenbusState> ReadBackendStateAsync() =>
        (XenbusState)(await _store.TryReadNumberAsync(BackendPath + "/state") ?? 0);
}
