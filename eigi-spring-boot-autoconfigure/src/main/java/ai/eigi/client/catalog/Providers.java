package ai.eigi.client.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Providers and their models, as the account can use them now. Two are equal when the
 * service said the same.
 *
 * @since 0.1.0
 */
public final class Providers {

	private final WireObject wire;

	private Providers(WireObject wire) {
		this.wire = wire;
	}

	/**
	 * Read providers, in tests for example.
	 * @param fields the JSON object as the service writes it
	 * @return the providers
	 */
	public static Providers of(Map<String, ?> fields) {
		return new Providers(WireObject.of(fields));
	}

	static Providers from(WireObject wire) {
		wire.refuseError();
		return new Providers(wire);
	}

	/**
	 * Models to think with.
	 * @return names of models by provider, possibly none
	 */
	public Map<String, List<String>> llm() {
		return models("llm");
	}

	/**
	 * Models to speak with.
	 * @return names of models by provider, possibly none
	 */
	public Map<String, List<String>> tts() {
		return models("tts");
	}

	/**
	 * Models to understand speech with.
	 * @return names of models by provider, possibly none
	 */
	public Map<String, List<String>> stt() {
		return models("stt");
	}

	/**
	 * Models of a kind that this client has no method for.
	 * @param kind the kind as the service calls it
	 * @return names of models by provider, possibly none
	 */
	public Map<String, List<String>> models(String kind) {
		WireObject providers = this.wire.object(kind);
		Map<String, List<String>> models = new LinkedHashMap<>();
		providers.names().forEach((provider) -> models.put(provider, names(providers, provider)));
		return Collections.unmodifiableMap(models);
	}

	/**
	 * A provider's models are names; objects with a name, or under it, are read too.
	 */
	private static List<String> names(WireObject providers, String provider) {
		List<String> names = new ArrayList<>(providers.texts(provider));
		WireObject byName = providers.object(provider);
		if (byName.names().isEmpty()) {
			providers.objects(provider)
				.stream()
				.map((model) -> model.text("model_name", "name", "id"))
				.filter((name) -> name != null)
				.forEach(names::add);
		}
		names.addAll(byName.names());
		return List.copyOf(names);
	}

	/**
	 * When the service put the list together.
	 * @return the time
	 */
	public @Nullable Instant timestamp() {
		return this.wire.instant("timestamp");
	}

	/**
	 * Everything the service said.
	 * @return an unmodifiable map
	 */
	public Map<String, Object> raw() {
		return this.wire.asMap();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Providers providers && this.wire.equals(providers.wire);
	}

	@Override
	public int hashCode() {
		return this.wire.hashCode();
	}

	@Override
	public String toString() {
		return "Providers[llm=%s, tts=%s, stt=%s]".formatted(llm().keySet(), tts().keySet(), stt().keySet());
	}

}
