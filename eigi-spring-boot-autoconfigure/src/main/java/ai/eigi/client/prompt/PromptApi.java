package ai.eigi.client.prompt;

import java.util.Objects;

import ai.eigi.client.paging.Page;
import ai.eigi.client.paging.PageWalk;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The prompts of the service. Applications use {@code EigiManagementOperations}.
 *
 * @since 0.1.0
 */
public final class PromptApi {

	private static final String PATH = "/v1/public/prompts";

	private static final String ONE = PATH + "/{prompt_name}";

	private static final int DEFAULT_PAGE_SIZE = 10;

	private static final int LARGEST_PAGE_SIZE = 100;

	private final ApiTransport transport;

	/**
	 * Create the API.
	 * @param transport sends the requests
	 */
	public PromptApi(ApiTransport transport) {
		this.transport = transport;
	}

	/**
	 * Read one page.
	 * @param query which prompts
	 * @return the page
	 */
	public Mono<Page<Prompt>> list(PromptQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : DEFAULT_PAGE_SIZE;
		return Mono.defer(() -> {
			query.check("listPrompts", size);
			return page("listPrompts", query, query.page(), size);
		});
	}

	/**
	 * Read all pages, lazily.
	 * @param query which prompts
	 * @return the prompts
	 */
	public Flux<Prompt> all(PromptQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : LARGEST_PAGE_SIZE;
		return Flux.defer(() -> {
			query.check("allPrompts", size);
			return PageWalk.from(query.page(), (number) -> page("allPrompts", query, number, size),
					PromptApi::identity);
		});
	}

	/**
	 * A list may hold several versions of a prompt.
	 */
	private static @Nullable String identity(Prompt prompt) {
		return (prompt.name() != null) ? prompt.version() + " " + prompt.name() : null;
	}

	private Mono<Page<Prompt>> page(String operation, PromptQuery query, int number, int size) {
		ApiCall call = ApiCall.get(operation, Effect.READ, PATH)
			.query("page", number)
			.query("page_size", size)
			.query("search", query.search())
			.query("latest_only", query.latestOnly());
		if (query.search() != null) {
			call.confidential(query.search());
		}
		return this.transport.exchange(call, (wire) -> Page.from(wire, Prompt::from, number, size, "prompts", "data"));
	}

	/**
	 * Read the latest version of a prompt, or another.
	 * @param name name of the prompt
	 * @param version the version, or {@code null} for the latest
	 * @return the prompt
	 */
	public Mono<Prompt> get(String name, @Nullable Integer version) {
		Objects.requireNonNull(name, "'name' must not be null");
		return Mono.defer(() -> {
			checked("getPrompt", name).valid(version == null || version >= 1, "version", "must be 1 or more");
			return this.transport.exchange(ApiCall.get("getPrompt", Effect.READ, ONE)
				.variable(PromptField.NAME, name)
				.query("version", version), PromptApi::read);
		});
	}

	/**
	 * Create a prompt.
	 * @param definition name and text
	 * @return the prompt
	 */
	public Mono<Prompt> create(PromptDefinition definition) {
		Objects.requireNonNull(definition, "'definition' must not be null");
		return Mono.defer(() -> {
			definition.check("createPrompt");
			return this.transport.exchange(ApiCall.post("createPrompt", Effect.WRITE, PATH, definition.body())
				.confidential(definition.confidential()), PromptApi::read);
		});
	}

	/**
	 * Add a version to a prompt.
	 * @param name name of the prompt
	 * @param update the version
	 * @return the prompt with its new version
	 */
	public Mono<Prompt> update(String name, PromptUpdate update) {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(update, "'update' must not be null");
		return Mono.defer(() -> {
			checked("updatePrompt", name);
			update.check("updatePrompt");
			return this.transport.exchange(ApiCall.patch("updatePrompt", Effect.WRITE, ONE, update.body())
				.variable(PromptField.NAME, name)
				.confidential(update.confidential()), PromptApi::read);
		});
	}

	/**
	 * Delete a prompt with all of its versions.
	 * @param name name of the prompt
	 * @return what the service says of it
	 */
	public Mono<DeletedPrompt> delete(String name) {
		Objects.requireNonNull(name, "'name' must not be null");
		return Mono.defer(() -> {
			checked("deletePrompt", name);
			return this.transport.exchange(
					ApiCall.delete("deletePrompt", Effect.WRITE, ONE).variable(PromptField.NAME, name),
					DeletedPrompt::from);
		});
	}

	/**
	 * Read the history of a prompt.
	 * @param name name of the prompt
	 * @return all versions
	 */
	public Mono<PromptVersions> versions(String name) {
		Objects.requireNonNull(name, "'name' must not be null");
		return Mono.defer(() -> {
			checked("listPromptVersions", name);
			return this.transport.exchange(
					ApiCall.get("listPromptVersions", Effect.READ, ONE + "/versions").variable(PromptField.NAME, name),
					PromptVersions::from);
		});
	}

	private static Require checked(String operation, String name) {
		return PromptField.checkName(Require.that(operation), name);
	}

	private static Prompt read(WireObject wire) {
		Prompt prompt = Prompt.from(wire);
		if (prompt.name() == null) {
			wire.refuseError();
		}
		return prompt;
	}

}
