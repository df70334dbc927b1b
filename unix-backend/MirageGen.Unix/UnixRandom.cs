using MirageGen.Unix.Interop;

namespace MirageGen.Unix;

/// <summary>
/// RANDOM from the host's kernel, directly: .NET's own generator would need OpenSSL beside the image.
/// </summary>
[Device(typeof(IRandom), Target = "unix", Shared = true)]
public sealed unsafe class UnixRandom : IRandom
{
    // getentropy(3) gives no more at a time.
    private const int MostAtATime = 256;

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var piece = destination[..Math.Min(destination.Length, MostAtATime)];
            fixed (byte* first = piece)
            {
                if (Libc.GetEntropy(first, (nuint)piece.Length) != 0)
                {
                    var error = Errno.Last;
                    throw new DeviceException($"the host gives no random numbers: {Errno.Text(error)}");
                }
            }

            destination = destination[piece.Length..];
        }
    }
}
