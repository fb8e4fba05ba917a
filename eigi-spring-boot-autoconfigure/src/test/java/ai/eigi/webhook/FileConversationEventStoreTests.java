package ai.eigi.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.webhook.ConversationEventStore.Claim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events in a file: restarts, deaths in the middle of a write, and other processes.
 */
class FileConversationEventStoreTests extends ConversationEventStoreContractTests {

	private static final SweepPosition POSITION = new SweepPosition(NOW.minusSeconds(60), NOW);

	@TempDir
	private Path directory;

	private Path file;

	private FileConversationEventStore store;

	@BeforeEach
	void open() {
		this.file = this.directory.resolve("deep/down/events");
		this.store = new FileConversationEventStore(this.file);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private void reopen() {
		this.store.close();
		this.store = new FileConversationEventStore(this.file);
	}

	@Override
	ConversationEventStore store() {
		return this.store;
	}

	@Test
	void confirmationsAndPositionSurviveARestartAndClaimsDoNot() {
		this.store.claim("held", NOW, LEASE_END);
		this.store.confirm("told", NOW);
		this.store.moveTo(POSITION);
		reopen();
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
		assertThat(this.store.claim("held", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
		assertThat(this.store.position()).isEqualTo(POSITION);
	}

	@Test
	void aFileCutAnywhereHoldsEveryWholeLineBeforeTheCut() throws IOException {
		this.store.confirm("first", NOW);
		long afterFirst = Files.size(this.file);
		this.store.moveTo(POSITION);
		long afterPosition = Files.size(this.file);
		this.store.confirm("second", NOW);
		this.store.close();
		byte[] whole = Files.readAllBytes(this.file);
		for (int length = 0; length <= whole.length; length++) {
			Files.write(this.file, Arrays.copyOf(whole, length));
			this.store = new FileConversationEventStore(this.file);
			assertThat(this.store.claim("first", NOW, LEASE_END)).as("first, cut at " + length)
				.isEqualTo((length >= afterFirst) ? Claim.PUBLISHED : Claim.GIVEN);
			assertThat(this.store.position()).as("position, cut at " + length)
				.isEqualTo((length >= afterPosition) ? POSITION : null);
			assertThat(this.store.claim("second", NOW, LEASE_END)).as("second, cut at " + length)
				.isEqualTo((length == whole.length) ? Claim.PUBLISHED : Claim.GIVEN);
			this.store.confirm("third", NOW);
			reopen();
			assertThat(this.store.claim("third", NOW, LEASE_END)).as("third, cut at " + length)
				.isEqualTo(Claim.PUBLISHED);
			this.store.close();
		}
	}

	@Test
	void aDamagedLineIsLeftOutAndTheOthersAreRead() throws IOException {
		this.store.confirm("first", NOW);
		this.store.confirm("second", NOW);
		this.store.close();
		String text = Files.readString(this.file);
		Files.writeString(this.file, text.replace("first", "frist"));
		this.store = new FileConversationEventStore(this.file);
		assertThat(this.store.claim("frist", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
		assertThat(this.store.claim("second", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void whatWasForgottenLeavesTheFileInTime() throws IOException {
		for (int i = 0; i < 1_500; i++) {
			this.store.confirm("old-" + i, NOW.minusSeconds(1));
		}
		this.store.confirm("new", NOW);
		this.store.moveTo(POSITION);
		long before = Files.size(this.file);
		this.store.forget(NOW);
		assertThat(Files.size(this.file)).isLessThan(before / 100);
		this.store.confirm("newer", NOW);
		reopen();
		assertThat(this.store.position()).isEqualTo(POSITION);
		assertThat(List.of("old-7", "new", "newer")).extracting((key) -> this.store.claim(key, NOW, LEASE_END))
			.containsExactly(Claim.GIVEN, Claim.PUBLISHED, Claim.PUBLISHED);
		assertThat(this.directory.resolve("deep/down")).isDirectoryNotContaining((path) -> path.endsWith("events.new"));
	}

	@Test
	void whatADeathInTheMiddleOfARewriteLeftIsInNobodysWay() throws IOException {
		this.store.confirm("told", NOW);
		this.store.close();
		Files.writeString(this.file.resolveSibling("events.new"), "half a fi");
		this.store = new FileConversationEventStore(this.file);
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
		for (int i = 0; i < 1_500; i++) {
			this.store.confirm("old-" + i, NOW.minusSeconds(1));
		}
		this.store.forget(NOW);
		reopen();
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void anInterruptedThreadDoesNotEndTheStore() {
		Thread.currentThread().interrupt();
		try {
			this.store.confirm("told", NOW);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		this.store.confirm("next", NOW);
		reopen();
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
		assertThat(this.store.claim("next", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void twoStoresOfOneProcessDoNotShareAFile() {
		assertThatExceptionOfType(EigiConfigurationException.class)
			.isThrownBy(() -> new FileConversationEventStore(this.file))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("eigi.webhook.store.file");
				assertThat(ex.action()).contains("jdbc");
			});
		this.store.confirm("told", NOW);
		reopen();
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void twoProcessesDoNotShareAFile() throws Exception {
		Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), OtherProcess.class.getName(), this.file.toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(other.waitFor()).isZero();
		assertThat(said).contains("refused: eigi.webhook.store.file");
	}

	@Test
	void aFileOfSomethingElseIsNotTouched() throws IOException {
		Path other = this.directory.resolve("application.yml");
		Files.writeString(other, "eigi:\n  webhook:\n");
		assertThatExceptionOfType(EigiConfigurationException.class)
			.isThrownBy(() -> new FileConversationEventStore(other))
			.withMessageContaining("eigi.webhook.store.file");
		assertThat(other).hasContent("eigi:\n  webhook:\n");
	}

	@Test
	void aDirectoryIsRefused() {
		assertThatExceptionOfType(EigiConfigurationException.class)
			.isThrownBy(() -> new FileConversationEventStore(this.directory))
			.satisfies((ex) -> assertThat(ex.action()).isNotBlank());
	}

	@Test
	void aClosedStoreConfirmsNothing() {
		this.store.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.store.confirm("told", NOW));
		reopen();
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
	}

	@Test
	void lineThatWasAddedByALaterVersionIsLeftOut() throws IOException {
		this.store.close();
		Files.writeString(this.file, "0 from-the-future\n", StandardOpenOption.APPEND);
		reopen();
		this.store.confirm("told", NOW);
		reopen();
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	/**
	 * Another process that wants the file.
	 */
	static final class OtherProcess {

		private OtherProcess() {
		}

		public static void main(String[] arguments) {
			try (FileConversationEventStore store = new FileConversationEventStore(Path.of(arguments[0]))) {
				System.out.println("opened");
			}
			catch (EigiConfigurationException ex) {
				System.out.println("refused: " + ex.property());
			}
		}

	}

}
