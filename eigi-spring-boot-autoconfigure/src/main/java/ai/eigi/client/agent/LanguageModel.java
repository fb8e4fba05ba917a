package ai.eigi.client.agent;

import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * How an agent thinks; the wire's {@code llm}.
 *
 * @since 0.1.0
 */
public final class LanguageModel extends ModelPart<LanguageModel> {

	private static final String CUSTOM = "CUSTOM_LLM";

	private static final String TEMPERATURE = "temperature";

	private static final String BASE_URL = "base_url";

	private static final String API_KEY = "api_key";

	private static final String API_TYPE = "API_TYPE";

	private static final double HIGHEST_TEMPERATURE = 2.0;

	private LanguageModel(WireObject wire) {
		super(wire);
	}

	/**
	 * A model of a provider that the service knows.
	 * @param provider the provider, {@code OPENAI} for example
	 * @param model name of the model, {@code gpt-4o} for example
	 * @return the part
	 */
	public static LanguageModel of(String provider, String model) {
		return new LanguageModel(start(provider, model).with(PARAMS, WireObject.empty()));
	}

	/**
	 * A model of one's own, behind an address that speaks OpenAI's protocol.
	 * @param model name of the model
	 * @param baseUrl address of the model
	 * @param apiKey key of the model; appears in no text of this client
	 * @return the part
	 */
	public static LanguageModel custom(String model, String baseUrl, String apiKey) {
		return of(CUSTOM, model).withBaseUrl(baseUrl).withApiKey(apiKey);
	}

	static LanguageModel from(WireObject wire) {
		return new LanguageModel(wire);
	}

	public @Nullable Double temperature() {
		return wireParams().real(TEMPERATURE);
	}

	/**
	 * The same with another temperature.
	 * @param temperature from 0 for the same words every time to 2
	 * @return the part
	 */
	public LanguageModel withTemperature(double temperature) {
		return withParam(TEMPERATURE, temperature);
	}

	/**
	 * Address of a model of one's own.
	 * @return the address
	 */
	public @Nullable String baseUrl() {
		return wireParams().text(BASE_URL);
	}

	/**
	 * The same at another address; for a model of one's own.
	 * @param baseUrl address of the model
	 * @return the part
	 */
	public LanguageModel withBaseUrl(String baseUrl) {
		return withParam(BASE_URL, baseUrl);
	}

	/**
	 * Key of a model of one's own. It is a secret, and the service does not promise to
	 * give it back.
	 * @return the key as the service gave it
	 */
	public @Nullable String apiKey() {
		return wireParams().text(API_KEY);
	}

	/**
	 * The same with another key; for a model of one's own. Since updates send the whole
	 * part, set the key again where the service did not give it back, or not in full.
	 * @param apiKey key of the model
	 * @return the part
	 */
	public LanguageModel withApiKey(String apiKey) {
		return withParam(API_KEY, apiKey);
	}

	public @Nullable LlmApiType apiType() {
		return wireParams().value(LlmApiType::of, API_TYPE);
	}

	/**
	 * The same talked to another way; for a model of one's own.
	 * @param apiType how to talk to the model
	 * @return the part
	 */
	public LanguageModel withApiType(LlmApiType apiType) {
		return withParam(API_TYPE, apiType);
	}

	@Override
	LanguageModel copy(WireObject wire) {
		return new LanguageModel(wire);
	}

	@Override
	Set<String> documentedParams() {
		return Set.of(TEMPERATURE, BASE_URL, API_KEY, API_TYPE);
	}

	@Override
	void check(Require require, String field) {
		super.check(require, field);
		require.range(field + ".temperature", temperature(), 0, HIGHEST_TEMPERATURE);
		if (CUSTOM.equals(provider())) {
			require.given(field + ".baseUrl", baseUrl()).given(field + ".apiKey", apiKey());
		}
	}

	/**
	 * Leaves out address, key and other parameters.
	 */
	@Override
	public String toString() {
		return "LanguageModel[provider=%s, model=%s, temperature=%s]".formatted(provider(), model(), temperature());
	}

}
