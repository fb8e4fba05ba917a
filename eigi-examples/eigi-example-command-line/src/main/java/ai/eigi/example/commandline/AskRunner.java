package ai.eigi.example.commandline;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;

/**
 * Asks an agent and writes its words to the standard output, as UTF-8 and nothing else;
 * whatever went wrong is one line of the standard error. Exit codes: 0 for a whole
 * answer, 1 for a failure, 2 for a wrong use.
 */
@Component
class AskRunner implements ApplicationRunner, ExitCodeGenerator {

	private final EigiOperations eigi;

	private final String agentId;

	private int exitCode;

	AskRunner(EigiOperations eigi, @Value("${example.agent-id}") String agentId) {
		this.eigi = eigi;
		this.agentId = agentId;
	}

	/**
	 * Returns when the answer is whole: the main thread waits for it.
	 */
	@Override
	public void run(ApplicationArguments arguments) {
		String message = String.join(" ", arguments.getNonOptionArgs());
		if (message.isBlank()) {
			fail(2, "Tell what to ask: ask <message>");
			return;
		}
		try (Stream<String> text = this.eigi.streamChat(ChatRequest.of(this.agentId, message)).toStream(1)) {
			text.takeWhile((piece) -> this.exitCode == 0).forEach(this::print);
		}
		catch (EigiException ex) {
			fail(1, ex.getMessage());
		}
	}

	private void print(String piece) {
		System.out.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
		if (System.out.checkError()) {
			fail(1, "Nobody reads the answer any more");
		}
	}

	private void fail(int code, @Nullable String reason) {
		System.err.println(reason);
		this.exitCode = code;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
