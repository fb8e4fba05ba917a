package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prompts and their versions.
 */
final class PromptRoutes {

	private static final String NAME = "prompt_name";

	private static final String CONTENT = "prompt_content";

	private static final Set<String> TYPES = Set.of("main", "analysis");

	private static final int LONGEST_NAME = 100;

	private final SimulatorState state;

	PromptRoutes(SimulatorState state) {
		this.state = state;
	}

	void register(Router router) {
		router.on(SimulatorRoute.LIST_PROMPTS, this::list);
		router.on(SimulatorRoute.CREATE_PROMPT, this.state.oneAtATime(this::create));
		router.on(SimulatorRoute.GET_PROMPT, this::get);
		router.on(SimulatorRoute.UPDATE_PROMPT, this.state.oneAtATime(this::update));
		router.on(SimulatorRoute.DELETE_PROMPT, this.state.oneAtATime(this::delete));
		router.on(SimulatorRoute.LIST_PROMPT_VERSIONS, this::versions);
	}

	private Reply list(Exchange exchange) {
		RecordedRequest request = exchange.request();
		Paging paging = Paging.strict(request);
		boolean latestOnly = Input.flag(request, "latest_only", true);
		String search = request.queryParameter("search");
		List<ObjectNode> found = this.state.prompts()
			.all()
			.stream()
			.flatMap((prompt) -> ((latestOnly) ? List.of(prompt.latest()) : prompt.highestFirst()).stream()
				.filter((version) -> search == null || contains(prompt.name(), search)
						|| contains(version.content(), search))
				.map(prompt::toJson))
			.toList();
		ObjectNode body = Json.object();
		body.set("prompts", paging.items(found, (prompt) -> prompt));
		return Reply.json(paging.describe(body, found.size()));
	}

	private static boolean contains(String text, String search) {
		return text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
	}

	private Reply create(Exchange exchange) {
		Fields body = Fields.of(exchange.request());
		String name = body.requiredText(NAME, 1, LONGEST_NAME);
		String content = content(body);
		ObjectNode metadata = metadata(body);
		StoredPrompt prompt = this.state.prompts()
			.add(name, content, (metadata != null) ? metadata : Prompts.metadata("main"), this.state.now());
		return Reply.json(201, prompt.toJson(prompt.latest()));
	}

	private static String content(Fields body) {
		return body.requiredText(CONTENT, 1, Integer.MAX_VALUE);
	}

	private static @Nullable ObjectNode metadata(Fields body) {
		Fields metadata = body.object("prompt_metadata");
		if (metadata == null) {
			return null;
		}
		String type = metadata.oneOf("prompt_type", TYPES);
		return metadata.json().deepCopy().put("prompt_type", (type != null) ? type : "main");
	}

	private Reply get(Exchange exchange) {
		Integer number = number(exchange.request());
		StoredPrompt prompt = find(exchange);
		StoredPrompt.Version version = prompt.version(number);
		if (version == null) {
			throw new RefusedException(404, "Prompt version not found");
		}
		return Reply.json(prompt.toJson(version));
	}

	private static @Nullable Integer number(RecordedRequest request) {
		if (request.queryParameter("version") == null) {
			return null;
		}
		int number = Input.number(request, "version", 1);
		if (number < 1) {
			throw Input.invalid("greater_than_equal", List.of("query", "version"),
					"Input should be greater than or equal to 1", Json.tree(Integer.toString(number)), Map.of("ge", 1));
		}
		return number;
	}

	private Reply update(Exchange exchange) {
		Fields body = Fields.of(exchange.request());
		String content = content(body);
		ObjectNode metadata = metadata(body);
		StoredPrompt before = find(exchange);
		StoredPrompt prompt = this.state.prompts()
			.add(before.name(), content, (metadata != null) ? metadata : before.latest().metadata(), this.state.now());
		return Reply.json(prompt.toJson(prompt.latest()));
	}

	/**
	 * The service does not say with which status it refuses to delete a prompt in use:
	 * 403 is the only one declared that fits.
	 */
	private Reply delete(Exchange exchange) {
		StoredPrompt prompt = find(exchange);
		if (this.state.agents().use(prompt.name())) {
			throw new RefusedException(403, "Prompt is in use by an agent");
		}
		this.state.prompts().remove(prompt.name());
		return Reply.json(Json.object()
			.put("message", "Prompt deleted successfully")
			.put(NAME, prompt.name())
			.put("versions_deleted", prompt.versions().size())
			.put("deleted_at", WireTime.zulu(this.state.now())));
	}

	private Reply versions(Exchange exchange) {
		StoredPrompt prompt = find(exchange);
		ObjectNode body = Json.object().put(NAME, prompt.name());
		ArrayNode versions = body.putArray("versions");
		for (StoredPrompt.Version version : prompt.highestFirst()) {
			Instant createdAt = version.createdAt();
			versions.addObject()
				.put("prompt_version", version.number())
				.put(CONTENT, version.content())
				.put("created_at", WireTime.zoneless(createdAt));
		}
		return Reply.json(body.put("total_versions", prompt.versions().size()));
	}

	private StoredPrompt find(Exchange exchange) {
		StoredPrompt prompt = this.state.prompts().get(exchange.variable(NAME));
		if (prompt == null) {
			throw new RefusedException(404, "Prompt not found");
		}
		return prompt;
	}

}
