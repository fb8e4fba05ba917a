package ai.eigi.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers published events in a file, for an application of one instance that restarts.
 * <p>
 * Confirmations and the position are on the disk when the method returns, and survive the
 * death of process and machine at any moment; claims end with the process. The file holds
 * ids of conversations and event names, nothing of what was said. While it is open, a
 * file beside it, {@code .lock}, keeps other processes away.
 *
 * @since 0.1.0
 */
public final class FileConversationEventStore implements ConversationEventStore, AutoCloseable {

	private static final String PROPERTY = "eigi.webhook.store.file";

	private static final String CONFIRMED = "confirmed";

	private static final String POSITION = "position";

	private static final int LINES_WORTH_A_REWRITE = 1_000;

	private final EventLedger ledger = new EventLedger();

	private final FileChannel lock;

	private final EventJournal journal;

	/**
	 * Open a store, and create its file and directories if they are not there.
	 * @param file the file
	 * @throws EigiConfigurationException if the file cannot be used, or another store has
	 * it open
	 */
	public FileConversationEventStore(Path file) {
		Path absolute = file.toAbsolutePath();
		try {
			Files.createDirectories(absolute.getParent());
			this.lock = lock(absolute.resolveSibling(absolute.getFileName() + ".lock"));
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
		try {
			this.journal = EventJournal.open(absolute, this::replay);
		}
		catch (IOException ex) {
			unlock();
			throw unusable(ex);
		}
		catch (RuntimeException ex) {
			unlock();
			throw ex;
		}
	}

	private static FileChannel lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			if (channel.tryLock() != null) {
				return channel;
			}
		}
		catch (OverlappingFileLockException ex) {
			// another store of this process has it
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
		channel.close();
		throw new EigiConfigurationException(PROPERTY,
				PROPERTY + " names a file that another running application uses.",
				"Give each application its own file, or set eigi.webhook.store.type to jdbc to share events.");
	}

	private static EigiConfigurationException unusable(IOException ex) {
		EigiConfigurationException exception = new EigiConfigurationException(PROPERTY,
				PROPERTY + " cannot be used (" + ex.getClass().getSimpleName() + ").",
				"Name a file that the application may read and write, in a directory it may write to.");
		exception.initCause(ex);
		return exception;
	}

	private void replay(String line) {
		String[] words = line.split(" ");
		if (words.length == 3 && words[0].equals(CONFIRMED)) {
			this.ledger.confirm(URLDecoder.decode(words[2], StandardCharsets.UTF_8), time(words[1]));
		}
		else if (words.length == 3 && words[0].equals(POSITION)) {
			this.ledger.moveTo(new SweepPosition(time(words[1]), time(words[2])));
		}
		else {
			throw new IllegalArgumentException("unknown line");
		}
	}

	private static Instant time(String millis) {
		return Instant.ofEpochMilli(Long.parseLong(millis));
	}

	@Override
	public synchronized Claim claim(String key, Instant now, Instant leaseEnd) {
		return this.ledger.claim(key, now, leaseEnd);
	}

	@Override
	public synchronized void confirm(String key, Instant now) {
		if (!this.ledger.isConfirmed(key)) {
			append(confirmation(key, now));
			this.ledger.confirm(key, now);
			rewriteIfWorthIt();
		}
	}

	@Override
	public synchronized void release(String key) {
		this.ledger.release(key);
	}

	@Override
	public synchronized @Nullable SweepPosition position() {
		return this.ledger.position();
	}

	@Override
	public synchronized void moveTo(SweepPosition position) {
		SweepPosition after = this.ledger.positionAfter(position);
		if (!after.equals(this.ledger.position())) {
			append(position(after));
			this.ledger.moveTo(after);
			rewriteIfWorthIt();
		}
	}

	@Override
	public synchronized void forget(Instant before) {
		this.ledger.forget(before);
		rewriteIfWorthIt();
	}

	private void append(String line) {
		try {
			this.journal.append(line);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void rewriteIfWorthIt() {
		if (this.journal.lines() <= 2 * this.ledger.size() + LINES_WORTH_A_REWRITE) {
			return;
		}
		List<String> lines = new ArrayList<>(this.ledger.size() + 1);
		this.ledger.forEachConfirmed((key, time) -> lines.add(confirmation(key, time)));
		SweepPosition position = this.ledger.position();
		if (position != null) {
			lines.add(position(position));
		}
		try {
			this.journal.rewrite(lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String confirmation(String key, Instant time) {
		return CONFIRMED + " " + time.toEpochMilli() + " " + URLEncoder.encode(key, StandardCharsets.UTF_8);
	}

	private static String position(SweepPosition position) {
		return POSITION + " " + position.since().toEpochMilli() + " " + position.lookedUntil().toEpochMilli();
	}

	/**
	 * Close the file. The store cannot be used any more.
	 */
	@Override
	public synchronized void close() {
		try {
			this.journal.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			unlock();
		}
	}

	private void unlock() {
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
