package ai.eigi.example.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.FirstMessage;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Waits on the request's thread, as most servlet applications do. With
 * {@code spring.threads.virtual.enabled=true} that costs next to nothing; otherwise each
 * answer that is being written holds one of Tomcat's 200 threads.
 */
@RestController
class BlockingChatController {

	private final EigiOperations eigi;

	private final ExampleProperties properties;

	BlockingChatController(EigiOperations eigi, ExampleProperties properties) {
		this.eigi = eigi;
		this.properties = properties;
	}

	/**
	 * No time limit of its own is needed: {@code eigi.http.response-timeout} ends it.
	 */
	@GetMapping(path = "/greeting", produces = "text/plain;charset=UTF-8")
	@Nullable String greeting() {
		return this.eigi.firstMessage(this.properties.agentId()).mapNotNull(FirstMessage::text).block();
	}

	/**
	 * Writes to the stream and not to its writer, which swallows the exception that tells
	 * that the browser has left. Closing the text closes the connection to eigi.
	 */
	@PostMapping("/chat/blocking")
	void chat(@RequestBody Question question, HttpServletResponse response) throws IOException {
		try (Stream<String> text = this.eigi.streamChat(question.to(this.properties.agentId())).toStream(1)) {
			Iterator<String> pieces = text.iterator();
			boolean more = pieces.hasNext();
			response.setContentType("text/plain;charset=UTF-8");
			OutputStream body = response.getOutputStream();
			while (more) {
				body.write(pieces.next().getBytes(StandardCharsets.UTF_8));
				body.flush();
				more = pieces.hasNext();
			}
		}
	}

}
