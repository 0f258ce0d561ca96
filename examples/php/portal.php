<?php
/**
 * A portal of one page, without WordPress:
 *
 *     php -S localhost:8080 portal.php            serves it
 *     php portal.php MEMBER TIER                  prints a token
 *
 * Settings, from the environment: PORTAL_ISSUER, PORTAL_AUDIENCE, PORTAL_SIGNING_KEY, PORTAL_PSEUDONYM_KEY, PORTAL_DESK
 * (https://desk.example) and PORTAL_DESK_ID. What must never happen stands in refdesk/token.php.
 */

declare(strict_types=1);

require __DIR__ . '/refdesk/token.php';

function portal_setting(string $name): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        throw new RuntimeException("The environment has no variable $name.");
    }
    return $value;
}

function portal_token(string $member, string $tier): string
{
    return refdesk_token(
        portal_setting('PORTAL_ISSUER'),
        portal_setting('PORTAL_AUDIENCE'),
        portal_setting('PORTAL_SIGNING_KEY'),
        portal_setting('PORTAL_PSEUDONYM_KEY'),
        $member,
        $tier
    );
}

if (PHP_SAPI === 'cli') {
    if ($argc !== 3) {
        fwrite(STDERR, "usage: php portal.php MEMBER TIER\n");
        exit(2);
    }
    echo portal_token($argv[1], $argv[2]), "\n";
    exit(0);
}

// The portal's own sign-on goes here: it puts the member and the tier into the session, and nothing else does.
session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax']);
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

if ($path === '/refdesk-token') {
    header('Cache-Control: no-store');
    $from = $_SERVER['HTTP_SEC_FETCH_SITE'] ?? 'same-origin';
    if ($_SERVER['REQUEST_METHOD'] !== 'POST' || $from !== 'same-origin') {
        http_response_code(403);
    } elseif (!isset($_SESSION['member'], $_SESSION['tier'])) {
        http_response_code(204);
    } else {
        header('Content-Type: text/plain');
        echo portal_token($_SESSION['member'], $_SESSION['tier']);
    }
    exit;
}

if ($path === '/refdesk.js') {
    header('Content-Type: text/javascript');
    readfile(__DIR__ . '/refdesk/refdesk.js');
    exit;
}

$desk = htmlspecialchars(portal_setting('PORTAL_DESK'), ENT_QUOTES);
$id = htmlspecialchars(portal_setting('PORTAL_DESK_ID'), ENT_QUOTES);
?>
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Portal</title>
<h1>Members’ library</h1>
<script src="<?= $desk ?>/widget.js" data-desk="<?= $id ?>" async></script>
<script src="/refdesk.js" data-token="/refdesk-token"></script>
</html>
