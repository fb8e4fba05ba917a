package ai.eigi.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Multipart bodies of every length, so that each of their parts is cut by a buffer
 * somewhere.
 */
class MultipartFieldsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final MediaType CONTENT_TYPE = MediaType.parseMediaType(Deliveries.MULTIPART);

	private final MultipartFields multipart = new MultipartFields();

	@Test
	void fieldsAreReadWhereverABufferEnds() {
		for (int length = 0; length < 1300; length++) {
			String payload = "{\"text\":\"ü€\r\n--" + "-".repeat(length) + "\"}";
			String body = "\r\n" + Deliveries.multipart(Deliveries.fields("e" + length, payload));
			assertThat(read(body)).isEqualTo(new DeliveryFields("e" + length, payload));
		}
	}

	@Test
	void charsetOfAPartCounts() {
		String body = Deliveries.part("payload", "\u00fc")
			.replace("\"payload\"", "\"payload\"\r\nContent-Type: text/plain; charset=ISO-8859-1");
		byte[] bytes = (body + Deliveries.end()).getBytes(StandardCharsets.ISO_8859_1);
		assertThat(this.multipart.read(CONTENT_TYPE, bytes).block(PATIENCE).payload()).isEqualTo("\u00fc");
	}

	@Test
	void everyTruncationIsAnErrorAndNoneHangs() {
		String body = Deliveries.multipart(Deliveries.fields("conversation.completed", "{}"));
		int last = body.lastIndexOf("--");
		for (int length = 0; length < last; length++) {
			byte[] bytes = body.substring(0, length).getBytes(StandardCharsets.UTF_8);
			StepVerifier.create(this.multipart.read(CONTENT_TYPE, bytes)).expectError().verify(PATIENCE);
		}
	}

	@Test
	void manySmallPartsDoNotOverflowTheStack() {
		String body = "--b\r\n\r\n\r\n".repeat(90_000) + "--b--";
		StepVerifier
			.create(this.multipart.read(MediaType.parseMediaType("multipart/form-data; boundary=b"),
					body.getBytes(StandardCharsets.UTF_8)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(RuntimeException.class))
			.verify(PATIENCE);
	}

	private DeliveryFields read(String body) {
		return this.multipart.read(CONTENT_TYPE, body.getBytes(StandardCharsets.UTF_8)).block(PATIENCE);
	}

}
