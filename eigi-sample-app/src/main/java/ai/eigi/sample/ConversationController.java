package ai.eigi.sample;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.paging.Page;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Conversations with their transcripts, newest first.
 */
@RestController
@RequestMapping("/api/conversations")
class ConversationController {

	private final EigiOperations eigi;

	ConversationController(EigiOperations eigi) {
		this.eigi = eigi;
	}

	@GetMapping
	Mono<Page<ConversationView>> list(@RequestParam(required = false) @Nullable ConversationStatus status,
			@RequestParam(required = false) @Nullable ConversationType type, @RequestParam(defaultValue = "1") int page,
			@RequestParam(defaultValue = "10") int pageSize) {
		ConversationQuery.Builder query = ConversationQuery.builder().page(page).pageSize(pageSize);
		if (status != null) {
			query.status(status);
		}
		if (type != null) {
			query.type(type);
		}
		return this.eigi.listConversations(query.build()).map((found) -> found.map(ConversationView::of));
	}

	@GetMapping("/{id}")
	Mono<ConversationView> get(@PathVariable String id) {
		return this.eigi.getConversation(id).map(ConversationView::of);
	}

}
