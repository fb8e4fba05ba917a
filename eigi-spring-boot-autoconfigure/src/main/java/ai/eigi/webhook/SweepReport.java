package ai.eigi.webhook;

/**
 * What a sweep found.
 *
 * @param ended how many ended conversations it saw
 * @param published how many of them nobody had been told of
 * @param position how far the sweeps have looked now
 * @since 0.1.0
 */
public record SweepReport(long ended, long published, SweepPosition position) {
}
