package ai.eigi.client.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * What an agent can do besides talking; the wire's {@code tools}. A tool is on, off, on
 * with settings, or not named at all: an update changes only the tools that it names.
 *
 * @since 0.1.0
 */
public final class AgentTools extends AgentPart<AgentTools> {

	/**
	 * The agent may hang up. On where nothing else is said.
	 */
	public static final String END_CALL = "end_call";

	/**
	 * The agent may hand the call over.
	 */
	public static final String TRANSFER_CALL = "transfer_call";

	/**
	 * The agent may arrange a further call.
	 */
	public static final String SCHEDULE_CALL = "schedule_call";

	/**
	 * The agent may change the language.
	 */
	public static final String SET_LANGUAGE = "set_language";

	/**
	 * Sounds are heard behind the agent.
	 */
	public static final String BACKGROUND_AUDIO = "background_audio";

	/**
	 * The agent speaks up when the other side is silent.
	 */
	public static final String USER_IDLE = "user_idle";

	private static final Map<String, Function<WireObject, AgentPart<?>>> WITH_SETTINGS = withSettings();

	private static final Set<String> DOCUMENTED = Set.of(END_CALL, TRANSFER_CALL, SCHEDULE_CALL, SET_LANGUAGE,
			BACKGROUND_AUDIO, USER_IDLE);

	private AgentTools(WireObject wire) {
		super(wire);
	}

	private static Map<String, Function<WireObject, AgentPart<?>>> withSettings() {
		Map<String, Function<WireObject, AgentPart<?>>> readers = new LinkedHashMap<>();
		readers.put(TRANSFER_CALL, TransferCall::from);
		readers.put(SCHEDULE_CALL, ScheduleCall::from);
		readers.put(SET_LANGUAGE, SetLanguage::from);
		readers.put(BACKGROUND_AUDIO, BackgroundAudio::from);
		readers.put(USER_IDLE, UserIdle::from);
		return readers;
	}

	/**
	 * No tool is named, to begin with.
	 * @return the part
	 */
	public static AgentTools none() {
		return new AgentTools(WireObject.empty());
	}

	static AgentTools from(WireObject wire) {
		return new AgentTools(wire);
	}

	/**
	 * The tools that something is said of, those that this client does not know included.
	 * @return their names, possibly none
	 */
	public Set<String> names() {
		return wire().names();
	}

	/**
	 * Whether a tool is on, with or without settings.
	 * @param tool name of the tool
	 * @return whether it is, or {@code null} if it is not named
	 */
	public @Nullable Boolean enabled(String tool) {
		Objects.requireNonNull(tool, "'tool' must not be null");
		return (wire().part(Function.identity(), tool) != null) ? Boolean.TRUE : wire().flag(tool);
	}

	/**
	 * The same with a tool switched on or off, losing the settings it had.
	 * @param tool name of the tool
	 * @param enabled whether it is on
	 * @return the part
	 */
	public AgentTools withEnabled(String tool, boolean enabled) {
		return set(Objects.requireNonNull(tool, "'tool' must not be null"), enabled);
	}

	/**
	 * The same with an agent that may or may not hang up.
	 * @param enabled whether it may
	 * @return the part
	 */
	public AgentTools withEndCall(boolean enabled) {
		return withEnabled(END_CALL, enabled);
	}

	public @Nullable TransferCall transferCall() {
		return wire().part(TransferCall::from, TRANSFER_CALL);
	}

	/**
	 * The same with an agent that may hand the call over.
	 * @param settings the settings
	 * @return the part
	 */
	public AgentTools withTransferCall(TransferCall settings) {
		return settings(TRANSFER_CALL, settings);
	}

	public @Nullable ScheduleCall scheduleCall() {
		return wire().part(ScheduleCall::from, SCHEDULE_CALL);
	}

	/**
	 * The same with an agent that may arrange a further call.
	 * @param settings the settings
	 * @return the part
	 */
	public AgentTools withScheduleCall(ScheduleCall settings) {
		return settings(SCHEDULE_CALL, settings);
	}

	public @Nullable SetLanguage setLanguage() {
		return wire().part(SetLanguage::from, SET_LANGUAGE);
	}

	/**
	 * The same with an agent that may change the language.
	 * @param settings the settings
	 * @return the part
	 */
	public AgentTools withSetLanguage(SetLanguage settings) {
		return settings(SET_LANGUAGE, settings);
	}

	public @Nullable BackgroundAudio backgroundAudio() {
		return wire().part(BackgroundAudio::from, BACKGROUND_AUDIO);
	}

	/**
	 * The same with sounds behind the agent.
	 * @param settings the settings
	 * @return the part
	 */
	public AgentTools withBackgroundAudio(BackgroundAudio settings) {
		return settings(BACKGROUND_AUDIO, settings);
	}

	public @Nullable UserIdle userIdle() {
		return wire().part(UserIdle::from, USER_IDLE);
	}

	/**
	 * The same with an agent that speaks up when the other side is silent.
	 * @param settings the settings
	 * @return the part
	 */
	public AgentTools withUserIdle(UserIdle settings) {
		return settings(USER_IDLE, settings);
	}

	private AgentTools settings(String tool, AgentPart<?> settings) {
		return set(tool, Objects.requireNonNull(settings, "'settings' must not be null").wire());
	}

	@Override
	AgentTools copy(WireObject wire) {
		return new AgentTools(wire);
	}

	@Override
	Set<String> documented() {
		return DOCUMENTED;
	}

	@Override
	WireObject body() {
		WireObject body = super.body();
		for (Map.Entry<String, Function<WireObject, AgentPart<?>>> tool : WITH_SETTINGS.entrySet()) {
			AgentPart<?> settings = wire().part(tool.getValue(), tool.getKey());
			if (settings != null) {
				body = body.with(tool.getKey(), settings.body());
			}
		}
		return body;
	}

	@Override
	void check(Require require, String field) {
		WITH_SETTINGS.forEach((tool, reader) -> {
			AgentPart<?> settings = wire().part(reader, tool);
			if (settings != null) {
				settings.check(require, field + "." + tool);
			}
		});
	}

	/**
	 * Shows the names of the tools alone.
	 */
	@Override
	public String toString() {
		return "AgentTools" + names();
	}

}
