package ai.eigi.sample;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersion;
import ai.eigi.client.prompt.PromptVersions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Prompts and their versions. The name of a prompt may hold any characters, and is
 * therefore a parameter and no part of the path.
 */
@RestController
@RequestMapping("/api/prompts")
class PromptController {

	private static final int MOST = 200;

	private final EigiManagementOperations eigi;

	private final boolean editable;

	PromptController(EigiManagementOperations eigi, ManagementProperties properties) {
		this.eigi = eigi;
		this.editable = properties.editPrompts();
	}

	@GetMapping
	Mono<PromptList> list() {
		return this.eigi.allPrompts(PromptQuery.all())
			.take(MOST)
			.map(PromptView::of)
			.collectList()
			.map((prompts) -> new PromptList(this.editable, prompts));
	}

	@GetMapping("/versions")
	Mono<List<PromptVersion>> versions(@RequestParam String name) {
		return this.eigi.listPromptVersions(name).map(PromptVersions::versions);
	}

	/**
	 * Add a version, unless somebody else has added one since the text was read.
	 * @param edit the new text, and the version that it was made from
	 * @return the new version
	 */
	@PostMapping("/versions")
	Mono<SavedVersion> save(@RequestBody PromptEdit edit) {
		if (!this.editable) {
			return Mono.error(problem(HttpStatus.FORBIDDEN, "Prompts may not be edited here.",
					"Agents would talk to people by the new text. Set EIGI_EDIT_PROMPTS=true to allow it."));
		}
		return this.eigi.getPrompt(edit.name())
			.mapNotNull(Prompt::version)
			.filter((latest) -> latest == edit.basedOn())
			.switchIfEmpty(Mono.error(() -> problem(HttpStatus.CONFLICT,
					"Somebody has changed this prompt since you opened it.", "Your text was not saved.")))
			.flatMap((latest) -> this.eigi.updatePrompt(edit.name(), PromptUpdate.of(edit.content())))
			.mapNotNull(Prompt::version)
			.onErrorResume(EigiOutcomeUnknownException.class, (ex) -> find(edit).switchIfEmpty(Mono.error(ex)))
			.map(SavedVersion::new);
	}

	/**
	 * Look for a version that may have been saved though no answer came. Saving again
	 * would add a second one.
	 */
	private Mono<Integer> find(PromptEdit edit) {
		return this.eigi.listPromptVersions(edit.name())
			.flatMapIterable(PromptVersions::versions)
			.filter((version) -> edit.content().equals(version.content()))
			.mapNotNull(PromptVersion::version)
			.filter((version) -> version > edit.basedOn())
			.next();
	}

	@ExceptionHandler
	ProblemDetail handle(EigiOutcomeUnknownException ex) {
		return problem(HttpStatus.BAD_GATEWAY,
				"The version may have been saved. Look at the versions before you save again.", ex.getMessage())
			.getBody();
	}

	@ExceptionHandler
	ProblemDetail handle(EigiNotFoundException ex) {
		return problem(HttpStatus.NOT_FOUND, "eigi does not know this prompt.", ex.getMessage()).getBody();
	}

	private static ErrorResponseException problem(HttpStatus status, String title, @Nullable String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(title);
		return new ErrorResponseException(status, problem, null);
	}

	/**
	 * Prompts to choose from.
	 *
	 * @param editable whether versions may be added
	 * @param prompts the prompts
	 */
	record PromptList(boolean editable, List<PromptView> prompts) {

	}

	/**
	 * What the page shows of a prompt.
	 *
	 * @param name name of the prompt
	 * @param version its latest version
	 * @param type what it is for
	 * @param updatedAt when that version was made
	 */
	record PromptView(@Nullable String name, @Nullable Integer version, @Nullable String type,
			@Nullable Instant updatedAt) {

		static PromptView of(Prompt prompt) {
			return new PromptView(prompt.name(), prompt.version(), Objects.toString(prompt.type(), null),
					prompt.updatedAt());
		}

	}

	/**
	 * A text to save.
	 *
	 * @param name name of the prompt
	 * @param content the text
	 * @param basedOn the version that it was made from
	 */
	record PromptEdit(String name, String content, int basedOn) {

		PromptEdit {
			// absent is as good as blank: the client says what is wrong with that
			name = (name != null) ? name : "";
			content = (content != null) ? content : "";
		}

		/**
		 * Leaves out the text.
		 */
		@Override
		public String toString() {
			return "PromptEdit[name=%s, basedOn=%d]".formatted(this.name, this.basedOn);
		}

	}

	/**
	 * A version that is there now.
	 *
	 * @param version number of the version
	 */
	record SavedVersion(int version) {

	}

}
