<?xml version="1.0" encoding="UTF-8"?>
<!-- The teiHeader (TEI P5, 2): what front matter, errata list and collation say of the edition. Included by tei.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0">

<xsl:template match="header">
  <teiHeader xml:lang="en">
    <fileDesc>
      <titleStmt>
        <title type="main"><xsl:call-template name="of-the-text"/><xsl:value-of select="title"/></title>
        <xsl:if test="subtitle">
          <title type="sub"><xsl:call-template name="of-the-text"/><xsl:value-of select="subtitle"/></title>
        </xsl:if>
        <xsl:apply-templates select="person[@role='aut']"/>
        <xsl:apply-templates select="person[@role='edt']"/>
        <xsl:apply-templates select="person[@role!='aut' and @role!='edt']"/>
        <xsl:if test="@editors='#editors'">
          <respStmt xml:id="editors">
            <resp>Text, notes and errata list</resp>
            <name>The editors of this edition</name>
          </respStmt>
        </xsl:if>
      </titleStmt>
      <xsl:if test="version">
        <editionStmt><edition n="{version}">Edition <xsl:value-of select="version"/></edition></editionStmt>
      </xsl:if>
      <extent><measure unit="words" quantity="{proof/@words}"><xsl:value-of select="proof/@words"/> words</measure></extent>
      <publicationStmt>
        <xsl:choose>
          <xsl:when test="publisher"><publisher><xsl:value-of select="publisher"/></publisher></xsl:when>
          <xsl:otherwise><authority>The editors of this edition</authority></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="published"><date type="published" when="{published}"><xsl:value-of select="published"/></date></xsl:if>
        <xsl:if test="revised"><date type="revised" when="{revised}"><xsl:value-of select="revised"/></date></xsl:if>
        <xsl:apply-templates select="identifier"/>
        <xsl:if test="rights">
          <availability><p><xsl:call-template name="of-the-text"/><xsl:value-of select="rights"/></p></availability>
        </xsl:if>
      </publicationStmt>
      <xsl:if test="series">
        <seriesStmt>
          <title level="s"><xsl:call-template name="of-the-text"/><xsl:value-of select="series"/></title>
          <xsl:if test="series/@n">
            <biblScope unit="volume" n="{series/@n}"><xsl:value-of select="series/@n"/></biblScope>
          </xsl:if>
        </seriesStmt>
      </xsl:if>
      <xsl:apply-templates select="printed"/>
      <sourceDesc>
        <xsl:if test="source"><bibl><xsl:call-template name="of-the-text"/><xsl:value-of select="source"/></bibl></xsl:if>
        <xsl:if test="witness"><listWit><xsl:apply-templates select="witness"/></listWit></xsl:if>
        <xsl:if test="not(source or witness)"><p>Neither a source nor a witness is named.</p></xsl:if>
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
      <xsl:if test="subject">
        <textClass>
          <keywords><xsl:call-template name="of-the-text"/>
            <xsl:for-each select="subject"><term><xsl:value-of select="."/></term></xsl:for-each>
          </keywords>
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
<xsl:template match="identifier"><idno type="{@type}"><xsl:value-of select="."/></idno></xsl:template>

<xsl:template match="printed">
  <notesStmt>
    <relatedItem type="printed">
      <bibl xml:id="octavo.printed">
        <title><xsl:call-template name="of-the-text"/><xsl:value-of select="/book/header/title"/></title>
        <xsl:apply-templates select="identifier"/>
        <note>The printed setting of this edition, <xsl:value-of select="@trim"/>, <xsl:value-of select="@pages"/> pages.</note>
      </bibl>
    </relatedItem>
  </notesStmt>
</xsl:template>

<xsl:template match="witness">
  <witness n="{@siglum}">
    <xsl:call-template name="common"/>
    <bibl>
      <idno type="file"><xsl:value-of select="@path"/></idno>
      <idno type="SHA-256"><xsl:value-of select="@sha256"/></idno>
      <note>The text as it was received. Its transcript was read by these rules:<xsl:for-each select="p"><xsl:text> </xsl:text><xsl:value-of select="."/></xsl:for-each></note>
    </bibl>
  </witness>
</xsl:template>

<xsl:template name="encoding">
  <encodingDesc>
    <projectDesc>
      <p>Made from canonical Markdown, a list of errata and the witness.
        <xsl:choose>
          <xsl:when test="proof/@differences">The two texts were collated word by word, mark by mark and paragraph by paragraph: of <xsl:value-of select="proof/@differences"/> differences, <xsl:value-of select="proof/@accounted"/> are accounted for.</xsl:when>
          <xsl:otherwise>It was not collated with a witness.</xsl:otherwise>
        </xsl:choose>
        Pictures are not part of this file; each is named by its path in the edition’s source.</p>
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
        <p>What is an error of the witness is corrected, in <xsl:choose><xsl:when test="proof/@made"><xsl:value-of select="proof/@made"/></xsl:when><xsl:otherwise>0</xsl:otherwise></xsl:choose> places. Within one element both readings stand in a choice, as sic and corr. A correction that begins or ends a paragraph, or that runs over the borders of elements, stands outside of the text, in standOff, as an app whose from and to point to anchors: the text between them reads as lem, and the witness as rdg, where a milestone of the unit paragraph begins one. The text of a note counts as standing behind the division of the first level in which it is called, and the number of a list’s item as standing before its first word. Whoever takes every sic and orig, and every rdg for what its anchors enclose, and leaves out whatever is supplied or points with ana to the category octavo.editorial, reads the witness word for word.</p>
      </correction>
      <normalization method="markup">
        <xsl:for-each select="rule">
          <p><xsl:call-template name="common"/>Rule of the house: for the regular expression <q><xsl:value-of select="@for"/></q> read <q><xsl:value-of select="@read"/></q>, in <xsl:value-of select="@n"/> places: <xsl:value-of select="."/>.</p>
        </xsl:for-each>
        <xsl:if test="not(rule)"><p>Nothing is normalised.</p></xsl:if>
        <xsl:if test="rule"><p>Both readings stand in a choice, as orig and reg, or as an app in standOff.</p></xsl:if>
      </normalization>
      <punctuation marks="all"><p>All punctuation is kept as characters of the text, where it stands in the edition.</p></punctuation>
      <quotation marks="all"><p>Quotation marks are characters of the text; quotations set apart are encoded as quote.</p></quotation>
      <xsl:if test="witness">
        <hyphenation eol="{witness/@hyphens}"><p><xsl:value-of select="witness/p[2]"/></p></hyphenation>
      </xsl:if>
      <interpretation>
        <p>Words of the editors, which the witness does not have, point with ana to the category octavo.editorial. Words of the author that the witness has lost, and that are restored from elsewhere, are supplied, with the reason lost; where they come from is said in the text that is supplied or beside it.</p>
      </interpretation>
    </editorialDecl>
    <xsl:if test="printed">
      <refsDecl><p>Each pb gives the number of a page of the printed setting to which its edRef points. A word that a page break hyphenates there is kept whole, behind the break.</p></refsDecl>
    </xsl:if>
    <xsl:if test="not(printed)">
      <refsDecl><p>There is no pb, and pages cannot be referred to: no printed edition was set with this file.</p></refsDecl>
    </xsl:if>
    <classDecl>
      <taxonomy xml:id="octavo.words">
        <category xml:id="octavo.editorial"><catDesc>Words of the editors, not of the witness.</catDesc></category>
      </taxonomy>
    </classDecl>
    <xsl:if test="/book/departure"><variantEncoding method="double-end-point" location="external"/></xsl:if>
    <appInfo><application ident="octavo" version="{@program}"><label>Octavo</label></application></appInfo>
  </encodingDesc>
</xsl:template>

</xsl:stylesheet>
