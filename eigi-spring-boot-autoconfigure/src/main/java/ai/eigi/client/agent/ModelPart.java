package ai.eigi.client.agent;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A part of an agent that a model of some provider does. Names of providers, models and
 * languages are plain texts: what there is, {@code getProviders} tells.
 *
 * @param <P> the type of part
 * @since 0.1.0
 */
public abstract class ModelPart<P extends ModelPart<P>> extends AgentPart<P> {

	static final String PROVIDER = "provider_name";

	static final String MODEL = "model_name";

	static final String LANGUAGE = "language";

	static final String VOICE = "voice_id";

	static final String PARAMS = "params";

	ModelPart(WireObject wire) {
		super(wire);
	}

	static WireObject start(String provider, String model) {
		return WireObject.empty()
			.with(PROVIDER, Objects.requireNonNull(provider, "'provider' must not be null"))
			.with(MODEL, Objects.requireNonNull(model, "'model' must not be null"));
	}

	public final @Nullable String provider() {
		return text(PROVIDER);
	}

	public final @Nullable String model() {
		return text(MODEL);
	}

	/**
	 * The same with another model of the same provider.
	 * @param model name of the model
	 * @return the part
	 */
	public final P withModel(String model) {
		return set(MODEL, model);
	}

	/**
	 * Parameters of the model. The text of the map shows names and no values.
	 * @return an unmodifiable map, possibly empty
	 */
	public final Map<String, Object> params() {
		return wireParams().asMaskedMap();
	}

	/**
	 * The same with a parameter that this client has no method for.
	 * @param name the parameter as the service calls it
	 * @param value a value that can be written as JSON; copied deeply
	 * @return the part
	 */
	public final P withParam(String name, Object value) {
		Objects.requireNonNull(name, "'name' must not be null");
		return set(PARAMS, wireParams().with(name, Objects.requireNonNull(value, "'" + name + "' must not be null")));
	}

	final WireObject wireParams() {
		return wire().object(PARAMS);
	}

	/**
	 * Names of the parameters that the service documents.
	 */
	abstract Set<String> documentedParams();

	@Override
	Set<String> documented() {
		return Set.of(PROVIDER, MODEL, LANGUAGE, VOICE, PARAMS);
	}

	@Override
	WireObject body() {
		WireObject params = wire().part((object) -> object.withoutNulls(documentedParams()), PARAMS);
		WireObject body = super.body();
		return (params != null) ? body.with(PARAMS, params) : body;
	}

	@Override
	void check(Require require, String field) {
		require.given(field + ".provider", provider()).given(field + ".model", model());
	}

}
