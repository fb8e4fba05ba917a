package ai.eigi.simulator;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What agents can be made of.
 */
final class CatalogRoutes {

	private static final int VOICES_ON_A_PAGE = 20;

	private static final List<String> GENDERS = List.of("MALE", "FEMALE", "NEUTRAL");

	private final SimulatorState state;

	CatalogRoutes(SimulatorState state) {
		this.state = state;
	}

	void register(Router router) {
		router.on(SimulatorRoute.PROVIDERS, this::providers);
		router.on(SimulatorRoute.LIST_VOICES, this::voices);
		router.on(SimulatorRoute.MOBILE_NUMBERS, this::numbers);
	}

	private Reply providers(Exchange exchange) {
		return Reply.json(this.state.catalog().models().put("timestamp", WireTime.zulu(this.state.now())));
	}

	private Reply voices(Exchange exchange) {
		RecordedRequest request = exchange.request();
		String provider = request.queryParameter("provider");
		if (provider == null) {
			throw Input.missing(List.of("query", "provider"), Json.tree(null));
		}
		Paging paging = Paging.strict(request, VOICES_ON_A_PAGE);
		Predicate<SimulatedVoice> asked = asked(request);
		List<SimulatedVoice> voices = this.state.catalog().voices();
		if (!this.state.catalog().providers("tts").contains(provider)) {
			throw new RefusedException(400, "Unsupported provider");
		}
		List<SimulatedVoice> found = voices.stream()
			.filter((voice) -> voice.is("provider", provider))
			.filter(asked)
			.toList();
		ObjectNode body = Json.object();
		body.set("voices", paging.items(found, SimulatedVoice::json));
		return Reply.json(body.put("total_count", found.size())
			.put("page", paging.page())
			.put("page_size", paging.size())
			.put("has_more", paging.page() < paging.totalPages(found.size())));
	}

	private static Predicate<SimulatedVoice> asked(RecordedRequest request) {
		String gender = request.queryParameter("gender");
		if (gender != null) {
			Input.oneOf(gender, GENDERS, List.of("query", "gender"));
		}
		boolean clonedOnly = Input.flag(request, "show_cloned_only", false);
		String language = request.queryParameter("language");
		String search = request.queryParameter("search");
		String model = request.queryParameter("model");
		return (voice) -> (gender == null || voice.is("gender", gender)) && (!clonedOnly || voice.cloned())
				&& (language == null || voice.is("language", language)) && (search == null || voice.isNamed(search))
				&& (model == null || voice.speaks(model));
	}

	private Reply numbers(Exchange exchange) {
		ObjectNode body = Json.object().put("user_id", StoredConversation.OWNER);
		ArrayNode numbers = body.putArray("purchased_mobile_numbers");
		for (Map.Entry<String, String> number : this.state.catalog().numbers().entrySet()) {
			numbers.addObject().put("mobile_number", number.getKey()).put("telephony_provider", number.getValue());
		}
		return Reply.json(body);
	}

}
