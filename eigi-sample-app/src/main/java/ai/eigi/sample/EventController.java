package ai.eigi.sample;

import ai.eigi.client.conversation.ConversationFeed;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Conversations as they end, whoever began them: the page shows them without asking
 * again.
 */
@RestController
class EventController {

	private final Flux<ConversationView> ended;

	EventController(ObjectProvider<ConversationFeed> feed) {
		ConversationFeed told = feed.getIfAvailable();
		this.ended = (told != null) ? told.ended().map(ConversationView::of) : Flux.never();
	}

	@GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<ConversationView>> events() {
		// at once, so that the browser knows that it is connected
		Mono<ServerSentEvent<ConversationView>> connected = Mono
			.just(ServerSentEvent.<ConversationView>builder().comment("connected").build());
		return Flux.merge(this.ended.map((view) -> ServerSentEvent.builder(view).build()), connected);
	}

}
