<?xml version="1.0" encoding="UTF-8"?>
<!-- The teiHeader (TEI P5, 2): what front matter, errata list and collation say of the edition. Included by tei.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0">

<!-- Every word that is not the edition's own comes from styles/words, by its key. -->
<xsl:key name="word" match="word" use="@key"/>

<xsl:template match="header">
  <teiHeader xml:lang="{@lang}">
    <fileDesc>
      <titleStmt>
        <title type="main"><xsl:call-template name="of-the-text"/><xsl:value-of select="title"/></title>
        <xsl:if test="subtitle">
          <title type="sub"><xsl:call-template name="of-the-text"/><xsl:value-of select="subtitle"/></title>
        </xsl:if>
        <xsl:for-each select="alternative">
          <title type="alt"><xsl:call-template name="of-the-text"/><xsl:value-of select="."/></title>
        </xsl:for-each>
        <xsl:apply-templates select="person[@role='aut']"/>
        <xsl:apply-templates select="person[@role='edt']"/>
        <xsl:apply-templates select="person[@role!='aut' and @role!='edt']"/>
        <xsl:if test="@editors='#editors'">
          <respStmt xml:id="editors">
            <resp><xsl:value-of select="key('word', 'tei-responsibility')"/></resp>
            <name><xsl:value-of select="key('word', 'tei-editors')"/></name>
          </respStmt>
        </xsl:if>
      </titleStmt>
      <xsl:if test="version">
        <editionStmt><edition n="{version}"><xsl:value-of select="key('word', 'edition')"/></edition></editionStmt>
      </xsl:if>
      <extent>
        <measure unit="words" quantity="{proof/@words}"><xsl:value-of select="key('word', 'tei-words')"/></measure>
        <xsl:if test="bound">
          <measure unit="pages" quantity="{bound/@pages}"><xsl:value-of select="bound"/></measure>
          <measure unit="sheets" quantity="{bound/@sheets}"/>
        </xsl:if>
      </extent>
      <publicationStmt>
        <xsl:choose>
          <xsl:when test="publisher"><publisher><xsl:value-of select="publisher"/></publisher></xsl:when>
          <xsl:otherwise><authority><xsl:value-of select="key('word', 'tei-editors')"/></authority></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="published"><date type="published" when="{published}"><xsl:value-of select="published"/></date></xsl:if>
        <xsl:if test="revised"><date type="revised" when="{revised}"><xsl:value-of select="revised"/></date></xsl:if>
        <xsl:apply-templates select="identifier"/>
        <xsl:if test="access">
          <availability status="{access}">
            <xsl:if test="rights-uri"><licence target="{rights-uri}"><xsl:value-of select="rights-uri"/></licence></xsl:if>
            <xsl:apply-templates select="notes-licence"/>
            <xsl:if test="rights"><p><xsl:call-template name="of-the-text"/><xsl:value-of select="rights"/></p></xsl:if>
          </availability>
        </xsl:if>
      </publicationStmt>
      <xsl:if test="series">
        <seriesStmt>
          <title level="s"><xsl:call-template name="of-the-text"/><xsl:value-of select="series"/></title>
          <xsl:if test="series/@n">
            <biblScope unit="volume" n="{series/@n}"><xsl:value-of select="series/@n"/></biblScope>
          </xsl:if>
          <xsl:if test="series/@issn"><idno type="ISSN"><xsl:value-of select="series/@issn"/></idno></xsl:if>
        </seriesStmt>
      </xsl:if>
      <xsl:if test="audience or printed">
        <notesStmt>
          <xsl:if test="audience">
            <note type="audience"><xsl:call-template name="of-the-text"/><xsl:value-of select="audience"/></note>
          </xsl:if>
          <xsl:apply-templates select="printed"/>
        </notesStmt>
      </xsl:if>
      <sourceDesc>
        <xsl:if test="source"><bibl><xsl:call-template name="of-the-text"/><xsl:value-of select="source"/></bibl></xsl:if>
        <xsl:apply-templates select="original"/>
        <xsl:if test="witness"><listWit><xsl:apply-templates select="witness"/></listWit></xsl:if>
        <xsl:if test="not(source or original or witness)"><p><xsl:value-of select="key('word', 'tei-no-source')"/></p></xsl:if>
      </sourceDesc>
    </fileDesc>
    <xsl:call-template name="encoding"/>
    <profileDesc>
      <xsl:if test="description">
        <abstract><p><xsl:call-template name="of-the-text"/><xsl:value-of select="description"/></p></abstract>
      </xsl:if>
      <langUsage>
        <xsl:for-each select="language"><language ident="{@ident}"><xsl:value-of select="@ident"/></language></xsl:for-each>
      </langUsage>
      <xsl:if test="subjects">
        <textClass>
          <xsl:for-each select="subjects">
            <keywords>
              <xsl:if test="@scheme"><xsl:attribute name="scheme"><xsl:value-of select="@scheme"/></xsl:attribute></xsl:if>
              <xsl:call-template name="of-the-text"/>
              <xsl:for-each select="subject"><term><xsl:value-of select="."/></term></xsl:for-each>
            </keywords>
          </xsl:for-each>
          <xsl:for-each select="code"><classCode scheme="{@scheme}"><xsl:value-of select="."/></classCode></xsl:for-each>
        </textClass>
      </xsl:if>
    </profileDesc>
    <xsl:if test="change">
      <revisionDesc>
        <xsl:for-each select="change">
          <change when="{@when}"><xsl:if test="@who"><xsl:attribute name="who"><xsl:value-of select="@who"/></xsl:attribute></xsl:if><xsl:value-of select="."/></change>
        </xsl:for-each>
      </revisionDesc>
    </xsl:if>
  </teiHeader>
</xsl:template>

<xsl:template name="of-the-text">
  <xsl:if test="/book/@lang"><xsl:attribute name="xml:lang"><xsl:value-of select="/book/@lang"/></xsl:attribute></xsl:if>
</xsl:template>

<xsl:template name="person-id">
  <xsl:if test="@id"><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
  <xsl:if test="@ref"><xsl:attribute name="corresp">#<xsl:value-of select="@ref"/></xsl:attribute></xsl:if>
</xsl:template>
<xsl:template name="name">
  <name>
    <xsl:if test="@file-as"><xsl:attribute name="key"><xsl:value-of select="@file-as"/></xsl:attribute></xsl:if>
    <xsl:if test="@known-at"><xsl:attribute name="ref"><xsl:value-of select="@known-at"/></xsl:attribute></xsl:if>
    <xsl:value-of select="."/>
  </name>
</xsl:template>
<xsl:template match="person[@role='aut']"><author><xsl:call-template name="person-id"/><xsl:call-template name="name"/></author></xsl:template>
<xsl:template match="person[@role='edt']"><editor><xsl:call-template name="person-id"/><xsl:call-template name="name"/></editor></xsl:template>
<xsl:template match="person">
  <respStmt>
    <xsl:call-template name="person-id"/>
    <resp ref="http://id.loc.gov/vocabulary/relators/{@role}"><xsl:value-of select="@phrase"/></resp>
    <xsl:call-template name="name"/>
  </respStmt>
</xsl:template>
<xsl:template match="identifier"><idno type="{@type}"><xsl:copy-of select="@subtype"/><xsl:value-of select="."/></idno></xsl:template>
<xsl:template match="notes-licence">
  <licence corresp="#octavo.editorial"><xsl:copy-of select="@target"/><xsl:value-of select="."/></licence>
</xsl:template>

<!-- Where the text stood first: in a periodical or a book, or as a book of its own -->
<xsl:template match="original">
  <biblStruct type="original">
    <xsl:if test="analytic">
      <analytic>
        <title level="a"><xsl:call-template name="of-the-text"/><xsl:value-of select="analytic"/></title>
        <xsl:apply-templates select="identifier[@type='DOI']"/>
      </analytic>
    </xsl:if>
    <monogr>
      <title><xsl:call-template name="of-the-text"/><xsl:value-of select="monogr"/></title>
      <xsl:apply-templates select="identifier[@type!='DOI' or not(../analytic)]"/>
      <imprint>
        <xsl:if test="issue"><biblScope unit="issue"><xsl:value-of select="issue"/></biblScope></xsl:if>
        <xsl:if test="pages"><biblScope unit="page"><xsl:value-of select="pages"/></biblScope></xsl:if>
        <xsl:if test="place"><pubPlace><xsl:value-of select="place"/></pubPlace></xsl:if>
        <xsl:if test="publisher"><publisher><xsl:value-of select="publisher"/></publisher></xsl:if>
        <date><xsl:if test="date"><xsl:attribute name="when"><xsl:value-of select="date"/></xsl:attribute></xsl:if><xsl:value-of select="date"/></date>
      </imprint>
    </monogr>
  </biblStruct>
</xsl:template>

<xsl:template match="printed">
  <relatedItem type="printed">
    <bibl xml:id="octavo.printed">
      <title><xsl:call-template name="of-the-text"/><xsl:value-of select="/book/header/title"/></title>
      <xsl:apply-templates select="identifier"/>
      <note><xsl:value-of select="key('word', 'tei-printed')"/></note>
    </bibl>
  </relatedItem>
</xsl:template>

<xsl:template match="witness">
  <witness n="{@siglum}">
    <xsl:call-template name="common"/>
    <bibl>
      <xsl:if test="@called"><title><xsl:value-of select="@called"/></title></xsl:if>
      <xsl:if test="@date"><date><xsl:value-of select="@date"/></date></xsl:if>
      <xsl:if test="@path!=''"><idno type="file"><xsl:value-of select="@path"/></idno></xsl:if>
      <xsl:if test="@sha256"><idno type="SHA-256"><xsl:value-of select="@sha256"/></idno></xsl:if>
      <xsl:if test="p"><note><xsl:value-of select="key('word', 'tei-witness')"/><xsl:for-each select="p"><xsl:value-of select="key('word', 'sentence-space')"/><xsl:value-of select="."/></xsl:for-each></note></xsl:if>
      <xsl:if test="@path=''"><note><xsl:value-of select="key('word', 'tei-cited')"/></note></xsl:if>
    </bibl>
  </witness>
</xsl:template>

<xsl:template name="encoding">
  <encodingDesc>
    <projectDesc>
      <p>
        <xsl:value-of select="key('word', 'tei-made-from')"/><xsl:text>&#10;        </xsl:text>
        <xsl:choose>
          <xsl:when test="proof/@differences"><xsl:value-of select="key('word', 'tei-collated')"/><xsl:if test="proof/@notes"><xsl:value-of select="key('word', 'sentence-space')"/><xsl:value-of select="key('word', 'tei-notes')"/></xsl:if></xsl:when>
          <xsl:otherwise><xsl:value-of select="key('word', 'tei-not-collated')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text>&#10;        </xsl:text><xsl:value-of select="key('word', 'tei-pictures')"/>
      </p>
    </projectDesc>
    <editorialDecl>
      <correction method="markup">
        <xsl:attribute name="status">
          <xsl:choose>
            <xsl:when test="proof/@differences and proof/@differences = proof/@accounted">high</xsl:when>
            <xsl:when test="proof/@differences">medium</xsl:when>
            <xsl:otherwise>unknown</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <p><xsl:value-of select="key('word', 'tei-corrected')"/><xsl:value-of select="key('word', 'sentence-space')"/><xsl:value-of select="key('word', 'tei-corrections')"/><xsl:if test="witness[@path!=''][2]"><xsl:value-of select="key('word', 'sentence-space')"/><xsl:value-of select="key('word', 'tei-further')"/></xsl:if></p>
      </correction>
      <normalization method="markup">
        <xsl:for-each select="rule">
          <p><xsl:call-template name="common"/><xsl:apply-templates/></p>
        </xsl:for-each>
        <xsl:if test="not(rule)"><p><xsl:value-of select="key('word', 'tei-not-normalised')"/></p></xsl:if>
        <xsl:if test="rule"><p><xsl:value-of select="key('word', 'tei-normalised')"/></p></xsl:if>
      </normalization>
      <punctuation marks="all"><p><xsl:value-of select="key('word', 'tei-punctuation')"/></p></punctuation>
      <quotation marks="all"><p><xsl:value-of select="key('word', 'tei-quotation')"/></p></quotation>
      <xsl:if test="witness">
        <hyphenation eol="{witness/@hyphens}"><p><xsl:value-of select="witness/p[2]"/></p></hyphenation>
      </xsl:if>
      <interpretation>
        <p><xsl:value-of select="key('word', 'tei-editorial')"/><xsl:if test="/book/*[self::front or self::body or self::back]//*[@source][@editorial or @note='in-substance']"><xsl:value-of select="key('word', 'sentence-space')"/><xsl:value-of select="key('word', 'tei-in-substance')"/></xsl:if></p>
      </interpretation>
    </editorialDecl>
    <xsl:if test="printed">
      <refsDecl><p><xsl:value-of select="key('word', 'tei-pages')"/></p></refsDecl>
    </xsl:if>
    <xsl:if test="not(printed)">
      <refsDecl><p><xsl:value-of select="key('word', 'tei-without-pages')"/></p></refsDecl>
    </xsl:if>
    <classDecl>
      <taxonomy xml:id="octavo.words">
        <category xml:id="octavo.editorial"><catDesc><xsl:value-of select="key('word', 'tei-editorial-category')"/></catDesc></category>
      </taxonomy>
    </classDecl>
    <xsl:if test="/book/departure"><variantEncoding method="double-end-point" location="external"/></xsl:if>
    <appInfo><application ident="octavo" version="{@program}"><label>Octavo</label></application></appInfo>
  </encodingDesc>
</xsl:template>

<xsl:template match="rule/for | rule/read"><q><xsl:value-of select="."/></q></xsl:template>

</xsl:stylesheet>
