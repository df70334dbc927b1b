/// <summary>What a wire does to what it carries, in one direction.</summary>
/// <param name="Delay">How long a frame takes at least.</param>
/// <param name="Jitter">How much longer it may take; that alone changes no order.</param>
/// <param name="Loss">The probability that it is lost.</param>
/// <param name="Reordering">The probability that it is held back, so that others overtake it.</param>
/// <param name="Duplication">The probability that it comes twice.</param>
/// <param name="OctetsPerSecond">The bandwidth; zero for no limit.</param>
/// <param name="QueueOctets">What may be under way; frames beyond are lost.</param>
public sealed record RelaySettings(
    TimeSpan Delay, TimeSpan Jitter, double Loss, double Reordering, double Duplication, long OctetsPerSecond, int QueueOctets);
