package ai.eigi.client.agent;

import java.util.List;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tool that plays sounds behind the agent.
 *
 * @since 0.1.0
 */
public final class BackgroundAudio extends AgentPart<BackgroundAudio> {

	private static final String FILES = "audio_files";

	private static final String NOISE_REDUCTION = "background_noise_reduce";

	private static final String VOLUME = "default_volume";

	private static final double LOWEST_VOLUME = 0.1;

	private static final double HIGHEST_VOLUME = 1.0;

	private BackgroundAudio(WireObject wire) {
		super(wire);
	}

	/**
	 * Sounds by name. The service offers {@code env1.wav}, {@code honk1.wav},
	 * {@code market1.wav}, {@code office1.mp3} to {@code office5.wav} and
	 * {@code temple1.wav} to {@code temple2.wav}.
	 * @param files names of the sounds
	 * @return the settings
	 */
	public static BackgroundAudio of(String... files) {
		return new BackgroundAudio(WireObject.empty().with(FILES, List.of(files)));
	}

	static BackgroundAudio from(WireObject wire) {
		return new BackgroundAudio(wire);
	}

	public List<String> files() {
		return wire().texts(FILES);
	}

	/**
	 * Whether noise behind the other side is reduced.
	 * @return the flag, or {@code null} if it is not said: it is then
	 */
	public @Nullable Boolean noiseReduction() {
		return wire().flag(NOISE_REDUCTION);
	}

	/**
	 * The same with noise reduced or not.
	 * @param noiseReduction whether it is
	 * @return the settings
	 */
	public BackgroundAudio withNoiseReduction(boolean noiseReduction) {
		return set(NOISE_REDUCTION, noiseReduction);
	}

	/**
	 * How loud the sounds are.
	 * @return the volume, or {@code null} if it is not said: 0.2 then
	 */
	public @Nullable Double volume() {
		return wire().real(VOLUME);
	}

	/**
	 * The same, louder or softer.
	 * @param volume from 0.1 to 1
	 * @return the settings
	 */
	public BackgroundAudio withVolume(double volume) {
		return set(VOLUME, volume);
	}

	@Override
	BackgroundAudio copy(WireObject wire) {
		return new BackgroundAudio(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(FILES, NOISE_REDUCTION, VOLUME);
	}

	@Override
	void check(Require require, String field) {
		require.range(field + ".volume", volume(), LOWEST_VOLUME, HIGHEST_VOLUME)
			.valid(files().stream().noneMatch(String::isBlank), field + ".files", "must not name a blank file");
	}

	@Override
	public String toString() {
		return "BackgroundAudio[files=%s, noiseReduction=%s, volume=%s]".formatted(files(), noiseReduction(), volume());
	}

}
